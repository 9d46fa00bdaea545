// One of three calendars at a time: the others are not in the document.
const rooms = { north: "A", south: "B", west: "C" };
const stage = document.getElementById("stage");
const tabs = [...document.querySelectorAll("[role=tab]")];
function select(tab) {
  tabs.forEach((other) => other.setAttribute("aria-selected", String(other === tab)));
  const frame = Object.assign(document.createElement("iframe"), { title: tab.textContent });
  frame.src = `https://${stage.dataset.on}/widget/booking/${rooms[tab.dataset.room]}${stage.dataset.rest}`;
  stage.replaceChildren(frame);
}
tabs.forEach((tab) => tab.addEventListener("click", () => select(tab)));
select(tabs[0]);
