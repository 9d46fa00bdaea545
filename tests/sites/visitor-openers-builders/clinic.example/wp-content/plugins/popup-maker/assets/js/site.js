// Stand-in for Popup Maker: the class of the opener names the pop-up.
const openers = document.querySelectorAll("[class*='popmake-'], a[href^='#popmake-']");
openers.forEach((opener) => opener.addEventListener("click", (event) => {
  event.preventDefault();
  const number = /popmake-(\d+)/.exec(opener.className + opener.getAttribute("href"))[1];
  const pop = document.getElementById(`pum-${number}`);
  pop.style.display = "block";
  const content = pop.querySelector(".pum-content");
  if (!content.childElementCount) content.innerHTML = content.dataset.cached.split("").map((c) => String.fromCharCode(c.charCodeAt(0) - 1)).join("");
}));
