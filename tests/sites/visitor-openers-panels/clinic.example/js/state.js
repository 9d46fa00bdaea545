// A drop of React: state in, elements out. The frame is always there, its address only when open.
const h = (name, attributes, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) key.startsWith("on") ? (element[key] = value) : element.setAttribute(key, value);
  element.append(...children);
  return element;
};
const root = document.getElementById("root");
const parts = { host: root.dataset.h, path: root.dataset.p };
const draw = (open) => {
  const url = `https://${parts.host}/widget/booking/${parts.path}`;
  root.replaceChildren(
    h("button", { type: "button", id: "toggle", onclick: () => draw(!open) }, open ? "Hide the calendar" : "Show the calendar"),
    h("iframe", { title: "Calendar", src: open ? url : "about:blank" }),
  );
};
draw(false);
