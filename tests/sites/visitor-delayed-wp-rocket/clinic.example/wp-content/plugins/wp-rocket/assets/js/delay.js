// Stand-in for WP Rocket's delayed execution: upon the first interaction the held scripts run, one after the other.
(function () {
  var triggers = ["keydown", "mousedown", "mousemove", "touchmove", "touchstart", "touchend", "wheel"];

  function run(held) {
    var old = held.shift();
    if (!old) return;
    var script = document.createElement("script");
    Array.prototype.forEach.call(old.attributes, function (attribute) {
      if (attribute.name === "type" || attribute.name === "data-rocket-type") return;
      if (attribute.name === "data-rocket-src") script.setAttribute("src", attribute.value);
      else script.setAttribute(attribute.name, attribute.value);
    });
    script.type = old.getAttribute("data-rocket-type") || "text/javascript";
    if (script.hasAttribute("src")) {
      script.onload = script.onerror = function () { run(held); };
      old.parentNode.replaceChild(script, old);
    } else {
      script.textContent = old.textContent;
      old.parentNode.replaceChild(script, old);
      run(held);
    }
  }

  function start() {
    triggers.forEach(function (name) { window.removeEventListener(name, start, { passive: true }); });
    run(Array.prototype.slice.call(document.querySelectorAll("script[type=rocketlazyloadscript]")));
  }

  triggers.forEach(function (name) { window.addEventListener(name, start, { passive: true }); });
})();
