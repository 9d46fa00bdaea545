// Sixteen buttons of one kind, each with a calendar of its own.
document.querySelectorAll(".town button").forEach((button) => button.addEventListener("click", () => {
  const frame = document.createElement("iframe");
  frame.src = ["https:", "", ["api", "leadconnectorhq", "com"].join("."), "widget", "booking", button.dataset.letter + "bCdEfGhIjKlMnOpQrSt"].join("/");
  document.getElementById("stage").replaceChildren(frame);
}));
