// Stand-in for Usercentrics: its window lives in an open shadow root.
(function () {
  function release() {
    document.getElementById("usercentrics-root").remove();
    document.querySelectorAll("script[type='text/plain'][data-usercentrics]").forEach(function (held) {
      var script = document.createElement("script");
      Array.prototype.forEach.call(held.attributes, function (a) { if (a.name !== "type") script.setAttribute(a.name, a.value); });
      held.replaceWith(script);
    });
    document.querySelectorAll("[uc-src]").forEach(function (frame) { frame.src = frame.getAttribute("uc-src"); });
  }
  function show() {
    var host = document.createElement("div");
    host.id = "usercentrics-root";
    var root = host.attachShadow({ mode: "open" });
    root.innerHTML =
      '<div data-testid="uc-container" style="position:fixed;bottom:0;background:#fff"><p>Privacy settings</p>' +
      '<button data-testid="uc-deny-all-button">Deny</button><button data-testid="uc-accept-all-button">Accept all</button></div>';
    root.querySelector("[data-testid=uc-accept-all-button]").onclick = release;
    root.querySelector("[data-testid=uc-deny-all-button]").onclick = function () { host.remove(); };
    document.body.appendChild(host);
  }
  window.UC_UI = { acceptAllConsents: function () { release(); return Promise.resolve(); } };
  if (document.body) show();
  else addEventListener("DOMContentLoaded", show);
})();
