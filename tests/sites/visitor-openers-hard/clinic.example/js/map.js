document.querySelectorAll("g.place").forEach((place) => place.addEventListener("click", () => {
  const frame = document.createElement("iframe");
  frame.src = ["https:", "", ["api", "leadconnectorhq", "com"].join("."), "widget", "form", place.id].join("/");
  document.getElementById("stage").replaceChildren(frame);
}));
