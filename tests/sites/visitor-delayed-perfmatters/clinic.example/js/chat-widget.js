// The clinic's own chat window: it has nothing to do with any CRM.
(function () {
  var box = document.createElement("div");
  box.id = "own-chat";
  box.textContent = "We are closed, call us tomorrow.";
  document.body.appendChild(box);
})();
