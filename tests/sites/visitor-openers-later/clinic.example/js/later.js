const show = (place, where = document.querySelector("main")) => {
  const frame = document.createElement("iframe");
  frame.title = "Embed";
  frame.src = ["https:", "", ...place.split(" ")].join("/");
  where.append(frame);
};
// Shows what an element is for once it was in the window.
const lazily = (element) => new IntersectionObserver(([entry], watch) => {
  if (!entry.isIntersecting) return;
  watch.disconnect();
  show(element.dataset.place, element);
}).observe(element);
const on = (id, type, does) => document.getElementById(id).addEventListener(type, does, { once: true });
