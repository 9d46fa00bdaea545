// A button makes room for what it loads.
const load = (button) => button.addEventListener("click", () => {
  const frame = document.createElement("iframe");
  frame.title = "Embed";
  frame.src = ["https:", "", ...button.dataset.place.split(" ")].join("/");
  button.replaceWith(frame);
});
document.querySelectorAll("button.load").forEach(load);
