document.querySelector(".hamburger").addEventListener("click", () => {
  const menu = document.getElementById("menu");
  menu.hidden = !menu.hidden;
  menu.innerHTML ||= `<iframe title="Form" src="https://${menu.dataset.at}"></iframe>`;
});
