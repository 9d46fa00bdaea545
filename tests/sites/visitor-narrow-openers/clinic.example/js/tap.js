// Telephones get a button that answers to fingers.
const tap = document.getElementById("tap");
tap.addEventListener("touchend", (event) => {
  event.preventDefault();
  const frame = document.createElement("iframe");
  frame.src = ["https:", "", "api.leadconnectorhq.com", "widget", "form", tap.name].join("/");
  tap.after(frame);
});
