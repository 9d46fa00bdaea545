// Deaf to whatever is no real click.
document.getElementById("real").addEventListener("click", (event) => {
  if (!event.isTrusted) return;
  const frame = document.createElement("iframe");
  frame.src = ["https:", "", ["api", "leadconnectorhq", "com"].join("."), "widget", "form", event.currentTarget.dataset.form].join("/");
  document.body.append(frame);
});
