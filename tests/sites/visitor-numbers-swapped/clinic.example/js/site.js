(function () {
  var script = document.createElement("script");
  script.src = "https://link.agency.example/js/loaded.js";
  document.head.appendChild(script);
})();
