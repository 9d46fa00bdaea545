// Stand-in for pop-ups and toggles of Divi: what is out of sight is put in place when it is asked for.
const put = (place) => {
  const words = place.textContent.replaceAll("{", "<").replaceAll("}", ">").replace("[host]", place.dataset.host);
  if (words.includes("<")) place.innerHTML = words;
};
document.querySelectorAll("a[href^='#']").forEach((link) => {
  const section = document.querySelector(link.hash || "nothing");
  if (!section?.classList.contains("popup")) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    section.hidden = false;
    put(section.querySelector(".et_pb_code_inner"));
  });
});
document.querySelectorAll(".et_pb_toggle_title").forEach((title) => title.addEventListener("click", () => {
  title.parentElement.className = "et_pb_toggle et_pb_toggle_open";
  put(title.nextElementSibling);
}));
