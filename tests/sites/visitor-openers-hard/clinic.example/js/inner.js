// The listener wants the very words to be clicked, not the box around them.
document.body.addEventListener("click", (event) => {
  if (!event.target.matches(".words")) return;
  const frame = document.createElement("iframe");
  frame.src = ["https:", "", ["api", "leadconnectorhq", "com"].join("."), "widget", "form", event.target.dataset.form].join("/");
  document.body.append(frame);
});
