// The pop-up of a pop-up.
const steps = document.getElementById("steps");
document.getElementById("start").addEventListener("click", () => {
  steps.innerHTML = "<h2>Who is it for?</h2><button type=button id=me>For me</button> <button type=button id=child>For my child</button>";
  steps.querySelector("#me").addEventListener("click", () => show("G"));
  steps.querySelector("#child").addEventListener("click", () => show("H"));
});
function show(letter) {
  const frame = document.createElement("iframe");
  frame.src = `https://${steps.dataset.on}/widget/form/${letter}${steps.dataset.rest}`;
  steps.append(frame);
}
