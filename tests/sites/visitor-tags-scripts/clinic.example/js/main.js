// Brings a loader, after an answer: who named the CRM is the loader, who brought it is this file.
fetch("/js/settings.json").then(function (answer) { return answer.json(); }).then(function (settings) {
  var script = document.createElement("script");
  script.src = settings.loader;
  document.body.appendChild(script);
});
