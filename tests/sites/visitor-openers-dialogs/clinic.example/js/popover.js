// No click is listened for: the browser opens the popover, and its toggle event brings the frame.
const held = document.getElementById("held");
held.addEventListener("toggle", (event) => {
  if (event.newState !== "open") return;
  const frame = document.createElementNS("http://www.w3.org/1999/xhtml", "iframe");
  frame.setAttributeNS(null, "src", "https://" + held.dataset.from);
  held.append(frame);
});
