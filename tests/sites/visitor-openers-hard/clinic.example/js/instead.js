// Whoever has scripts gets a pop-up, all others the page.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href='/visit/']");
  if (!link) return;
  event.preventDefault();
  const frame = document.createElement("iframe");
  frame.src = ["https:", "", ["api", "leadconnectorhq", "com"].join("."), "widget", "form", link.parentElement.id].join("/");
  link.after(frame);
});
