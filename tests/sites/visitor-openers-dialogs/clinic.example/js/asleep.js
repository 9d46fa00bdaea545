const button = document.getElementById("wake");
window.addEventListener("mousemove", () => { button.disabled = false; }, { once: true });
button.addEventListener("click", () => {
  document.getElementById("pop").setHTMLUnsafe(`<iframe title="Form" src="https://${button.name}"></iframe>`);
});
