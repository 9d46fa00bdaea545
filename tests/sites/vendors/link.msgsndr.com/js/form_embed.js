(function () {
  var style = document.createElement("style");
  style.id = "embeddedIframes";
  style.textContent = ".ep-iFrame{width:100%;border:0}";
  document.head.appendChild(style);
})();
