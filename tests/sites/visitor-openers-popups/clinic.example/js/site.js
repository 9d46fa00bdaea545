// Stand-in for what opens things: Divi's overlays, Popup Maker, Bootstrap's modals, tabs, a panel that slides in.
document.addEventListener("click", (event) => {
  const on = (selector) => event.target.closest(selector);
  const overlay = on("a[href^='#divioverlay-']");
  if (overlay) {
    event.preventDefault();
    document.getElementById(overlay.hash.replace("#divioverlay", "overlay")).classList.add("open");
  }
  const offer = on("span[class^='popmake-']");
  if (offer) document.getElementById(offer.className.replace("popmake", "pum")).classList.add("pum-active");
  const modal = on("[data-bs-toggle='modal']");
  if (modal) document.querySelector(modal.dataset.bsTarget).classList.add("show");
  const tab = on("[role='tab']");
  if (tab) {
    for (const other of document.querySelectorAll("[role='tab']")) {
      other.setAttribute("aria-selected", String(other === tab));
      document.getElementById(other.getAttribute("aria-controls")).style.display = other === tab ? "" : "none";
    }
  }
  const side = on(".side-tab");
  if (side) document.getElementById(side.getAttribute("aria-controls")).classList.add("open");
});
