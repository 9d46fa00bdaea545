// Stand-in for CookieYes.
(function () {
  var box = document.createElement("div");
  box.className = "cky-consent-container cky-box-bottom-left";
  box.style.cssText = "position:fixed;bottom:0;left:0;background:#fff";
  box.innerHTML =
    '<div class="cky-consent-bar" role="region" aria-label="We value your privacy"><p>We value your privacy</p>' +
    '<button class="cky-btn cky-btn-reject" data-cky-tag="reject-button">Reject All</button>' +
    '<button class="cky-btn cky-btn-accept" data-cky-tag="accept-button">Accept All</button></div>';
  document.body.appendChild(box);
  box.querySelector(".cky-btn-reject").addEventListener("click", function () { box.remove(); });
  box.querySelector(".cky-btn-accept").addEventListener("click", function () {
    document.cookie = "cookieyes-consent=consent:yes;path=/";
    box.remove();
    document.querySelectorAll("script[data-cookieyes]").forEach(function (held) {
      var script = document.createElement("script");
      Array.prototype.forEach.call(held.attributes, function (a) { if (a.name !== "type") script.setAttribute(a.name, a.value); });
      held.replaceWith(script);
    });
  });
})();
