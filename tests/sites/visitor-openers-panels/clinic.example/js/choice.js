// The visitor chooses a town; outside of any form.
const place = document.getElementById("place");
const mount = (choice) => {
  place.innerHTML = `<iframe title="Calendar" src="https://${place.dataset.host}/widget/booking/${choice}bCdEfGhIjKlMnOpQrSt"></iframe>`;
};
document.querySelector("select").addEventListener("change", (event) => event.target.value && mount(event.target.value));
document.querySelectorAll("input[type=radio]").forEach((radio) => radio.addEventListener("change", () => mount(radio.value)));
