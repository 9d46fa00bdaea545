// Whatever is done on these pages is asked of the server at /did/.
const did = (what, options) => fetch(`/did/${what}`, options).catch(() => null);
document.querySelectorAll("[data-did]").forEach((element) => {
  element.addEventListener("click", (event) => {
    if (element.localName === "a") event.preventDefault();
    did(element.dataset.did);
  });
});
