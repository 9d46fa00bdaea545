// Each of these opens what it is for.
document.querySelectorAll("[data-of]").forEach((opener) => opener.addEventListener("click", () => {
  const frame = document.createElement("iframe");
  frame.title = "Embed";
  frame.src = ["https:", "", ...opener.dataset.of.split(" ")].join("/");
  document.querySelector("main").append(frame);
}));
document.querySelectorAll("[data-did]").forEach((element) => element.addEventListener("click", () => fetch(`/did/${element.dataset.did}`)));
