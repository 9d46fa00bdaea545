(function () {
  document.querySelectorAll(".calendly-inline-widget[data-url]").forEach(function (box) {
    var frame = document.createElement("iframe");
    frame.src = box.getAttribute("data-url");
    box.appendChild(frame);
  });
})();
