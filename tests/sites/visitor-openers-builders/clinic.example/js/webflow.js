// Stand-in for tabs and interactions of Webflow.
document.querySelectorAll(".w-tab-link").forEach((tab) => tab.addEventListener("click", (event) => {
  event.preventDefault();
  const pane = document.getElementById(tab.getAttribute("href").slice(1));
  document.querySelectorAll(".w-tab-pane").forEach((other) => other.classList.toggle("w--tab-active", other === pane));
  const embed = pane.querySelector(".w-embed");
  embed.replaceChildren(Object.assign(document.createElement("iframe"), { src: ["https://api.leadconnectorhq.com", "widget", "form", embed.id].join("/") }));
}));
