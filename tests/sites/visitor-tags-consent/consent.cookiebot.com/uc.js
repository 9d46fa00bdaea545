// Stand-in for Cookiebot.
(function () {
  function release() {
    document.querySelectorAll("script[type='text/plain'][data-cookieconsent]").forEach(function (held) {
      var script = document.createElement("script");
      Array.prototype.forEach.call(held.attributes, function (a) { if (a.name !== "type") script.setAttribute(a.name, a.value); });
      script.text = held.text;
      held.parentNode.replaceChild(script, held);
    });
    document.querySelectorAll("[data-cookieblock-src]").forEach(function (frame) {
      frame.src = frame.getAttribute("data-cookieblock-src");
      frame.removeAttribute("data-cookieblock-src");
    });
    document.querySelectorAll(".cookieconsent-optout-marketing").forEach(function (note) { note.style.display = "none"; });
  }

  window.Cookiebot = {
    hasResponse: false,
    consent: { necessary: true, preferences: false, statistics: false, marketing: false },
    submitCustomConsent: function (preferences, statistics, marketing) {
      Cookiebot.consent = { necessary: true, preferences: preferences, statistics: statistics, marketing: marketing };
      Cookiebot.hasResponse = true;
      document.cookie = "CookieConsent=" + encodeURIComponent(JSON.stringify(Cookiebot.consent)) + ";path=/";
      var dialog = document.getElementById("CybotCookiebotDialog");
      if (dialog) dialog.remove();
      if (marketing) release();
      window.dispatchEvent(new Event(marketing ? "CookiebotOnAccept" : "CookiebotOnDecline"));
    }
  };

  addEventListener("DOMContentLoaded", function () {
    var dialog = document.createElement("div");
    dialog.id = "CybotCookiebotDialog";
    dialog.setAttribute("role", "dialog");
    dialog.style.cssText = "position:fixed;bottom:0;left:0;right:0;background:#fff;padding:2em";
    dialog.innerHTML =
      "<h2>This website uses cookies</h2>" +
      "<button id='CybotCookiebotDialogBodyButtonDecline'>Deny</button>" +
      "<button id='CybotCookiebotDialogBodyLevelButtonLevelOptinAllowAll'>Allow all</button>";
    document.body.appendChild(dialog);
    dialog.children[1].onclick = function () { Cookiebot.submitCustomConsent(false, false, false); };
    dialog.children[2].onclick = function () { Cookiebot.submitCustomConsent(true, true, true); };
  });
})();
