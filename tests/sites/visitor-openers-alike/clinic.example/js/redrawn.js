// After each click everything is drawn anew.
const places = ["form G", "form H", "form I"];
const shown = new Set();
const draw = () => {
  document.getElementById("rows").innerHTML = places.map((place) => `<p><button class="row">Show the form</button></p>${shown.has(place) ? `<iframe title="Form" src="https://${["api", "leadconnectorhq", "com"].join(".")}/widget/${place.replace(" ", "/")}bCdEfGhIjKlMnOpQrSt"></iframe>` : ""}`).join("");
  document.querySelectorAll("button.row").forEach((button, index) => button.addEventListener("click", () => { fetch("/opened/" + index); shown.add(places[index]); draw(); }));
};
draw();
