// Stand-in for a pop-up of Divi: a section that is out of sight until a link to it is clicked.
document.querySelectorAll("a[href^='#']").forEach((link) => {
  const section = document.querySelector(link.hash || "nothing");
  if (!section?.classList.contains("popup")) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    section.hidden = false;
    const code = section.querySelector(".et_pb_code_inner");
    code.innerHTML = code.firstChild.data.replaceAll("{", "<").replaceAll("}", ">").replace("[host]", "api.leadconnectorhq.com");
  });
});
document.querySelectorAll(".et_pb_toggle_title").forEach((title) => title.addEventListener("click", () => {
  const content = title.nextElementSibling;
  title.parentElement.className = "et_pb_toggle et_pb_toggle_open";
  const frame = document.createElement("iframe");
  frame.src = ["https:", "", "api.leadconnectorhq.com", "widget", content.id].join("/");
  content.append(frame);
}));
