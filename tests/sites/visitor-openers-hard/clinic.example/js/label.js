// A box that nobody sees, ticked by its label.
document.getElementById("tick").addEventListener("change", (event) => {
  if (!event.target.checked) return document.getElementById("stage").replaceChildren();
  document.getElementById("stage").innerHTML = `<iframe title="Form" src="${["https:", "", ["api", "leadconnectorhq", "com"].join("."), "widget", "form", event.target.name].join("/")}"></iframe>`;
});
