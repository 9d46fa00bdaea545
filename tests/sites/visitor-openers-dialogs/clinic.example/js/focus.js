// Nothing but the focus of the keyboard opens it.
const place = document.querySelector("[tabindex]");
place.addEventListener("focusin", () => {
  const frame = document.createElement("iframe");
  const [first, name, second] = place.dataset.at.split(" ");
  frame.src = new URL(["", first, second, name].join("/"), "https:" + "//api.leadconnectorhq" + ".com").href;
  place.after(frame);
}, { once: true });
