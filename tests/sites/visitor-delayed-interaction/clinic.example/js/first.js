(function () {
  var own = document.currentScript.dataset;
  var target = { window: window, document: document, body: document.body }[own.at];
  var names = own.on.split(" ");
  var done = false;

  function first() {
    if (done) return;
    done = true;
    var frame = document.createElement("iframe");
    frame.title = "Embed";
    frame.src = "https://" + own.host + own.path;
    document.getElementById("embed").appendChild(frame);
  }

  names.forEach(function (name) { target.addEventListener(name, first, { once: true, passive: true }); });
})();
