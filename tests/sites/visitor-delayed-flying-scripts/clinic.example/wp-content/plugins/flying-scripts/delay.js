// Stand-in for Flying Scripts: held scripts run upon the first interaction, or after so many seconds.
const timer = setTimeout(loadAll, 30 * 1000);
const events = ["mouseover", "keydown", "touchmove", "touchstart", "wheel"];
events.forEach((name) => window.addEventListener(name, loadAll, { passive: true }));

function loadAll() {
  clearTimeout(timer);
  events.forEach((name) => window.removeEventListener(name, loadAll, { passive: true }));
  document.querySelectorAll("script[data-type='lazy']").forEach((element) => {
    element.setAttribute("src", element.getAttribute("data-src"));
  });
}
