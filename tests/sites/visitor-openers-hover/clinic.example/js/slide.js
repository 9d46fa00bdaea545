document.querySelector(".side-tab").addEventListener("mouseenter", (event) => {
  const tab = event.currentTarget;
  tab.style.right = "0";
  if (!tab.querySelector("iframe")) tab.innerHTML += `<iframe title="Form" src="//${tab.dataset.slide}"></iframe>`;
});
