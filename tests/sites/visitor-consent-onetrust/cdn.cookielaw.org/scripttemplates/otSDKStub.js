// Stand-in for OneTrust.
(function () {
  window.OnetrustActiveGroups = ",C0001,";
  window.OneTrust = {
    AllowAll: function () {
      window.OnetrustActiveGroups = ",C0001,C0002,C0003,C0004,";
      document.cookie = "OptanonAlertBoxClosed=2026-01-02T03:04:05Z;path=/";
      document.getElementById("onetrust-consent-sdk").remove();
      document.querySelectorAll("[class*='optanon-category-']").forEach(function (held) {
        if (held.tagName !== "SCRIPT") { held.src = held.getAttribute("data-src"); return; }
        var script = document.createElement("script");
        Array.prototype.forEach.call(held.attributes, function (a) { if (a.name !== "type") script.setAttribute(a.name, a.value); });
        script.type = "text/javascript";
        script.text = held.text;
        held.parentNode.replaceChild(script, held);
      });
      if (window.OptanonWrapper) window.OptanonWrapper();
    },
    InsertHtml: function (html, id) { document.getElementById(id).insertAdjacentHTML("beforeend", html); }
  };
  addEventListener("load", function () {
    var root = document.createElement("div");
    root.id = "onetrust-consent-sdk";
    root.innerHTML =
      '<div id="onetrust-banner-sdk" role="region" style="position:fixed;bottom:0;background:#fff"><p>We use cookies</p>' +
      '<button id="onetrust-pc-btn-handler">Cookie settings</button>' +
      '<button id="onetrust-reject-all-handler">Reject all</button>' +
      '<button id="onetrust-accept-btn-handler">Accept all cookies</button></div>';
    document.body.appendChild(root);
    document.getElementById("onetrust-accept-btn-handler").addEventListener("click", OneTrust.AllowAll);
    document.getElementById("onetrust-reject-all-handler").addEventListener("click", function () { root.remove(); });
    if (window.OptanonWrapper) window.OptanonWrapper();
  });
})();
