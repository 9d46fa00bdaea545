// Three items, three events.
const panel = (item) => {
  if (item.querySelector("iframe")) return;
  const frame = document.createElement("iframe");
  frame.src = [...at, item.dataset.form].join("/");
  item.append(frame);
};
document.getElementById("one").addEventListener("mouseenter", (event) => panel(event.currentTarget));
document.getElementById("two").addEventListener("mouseover", (event) => panel(event.currentTarget));
document.getElementById("three").addEventListener("pointerenter", (event) => panel(event.currentTarget));
const at = ["https:", "", ["api", "leadconnectorhq", "com"].join("."), "widget", "form"];
