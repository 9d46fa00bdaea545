const { on, when, name } = document.getElementById("embed").dataset;
let shown = false;
const show = () => {
  if (shown) return;
  shown = true;
  const frame = document.createElement("iframe");
  frame.src = ["https:", "", on, "widget", "form", name].join("/");
  document.getElementById("embed").append(frame);
};
const query = matchMedia("(max-width: 599px)");
({
  load: () => innerWidth < 600 && show(),
  media: () => query.addEventListener("change", (event) => event.matches && show()),
  resize: () => addEventListener("resize", () => innerWidth < 600 && show()),
  agent: () => /Mobi|Android/i.test(navigator.userAgent) && show(),
  touch: () => (navigator.maxTouchPoints > 0 || "ontouchstart" in window) && show(),
  wide: () => innerWidth > 900 && show(),
})[when]();
