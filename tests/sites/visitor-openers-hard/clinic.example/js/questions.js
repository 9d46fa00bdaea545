// Forty questions of one kind; one answer has a form.
document.querySelectorAll(".question").forEach((question) => question.addEventListener("click", () => {
  const answer = question.nextElementSibling;
  answer.hidden = !answer.hidden;
  if (answer.dataset.form) answer.innerHTML = `<iframe title="Form" src="${["https:", "", ["api", "leadconnectorhq", "com"].join("."), "widget", "form", answer.dataset.form].join("/")}"></iframe>`;
}));
