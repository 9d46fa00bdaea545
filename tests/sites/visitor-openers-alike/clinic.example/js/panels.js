// What a panel holds is made when it is opened.
document.querySelectorAll("h2[data-of]").forEach((head) => head.addEventListener("click", () => {
  if (head.nextElementSibling.firstChild) return;
  head.nextElementSibling.innerHTML = `<button class="load" data-place="${head.dataset.of}">Load content</button>`;
  load(head.nextElementSibling.firstChild);
}));
