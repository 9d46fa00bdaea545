document.getElementById("contact").addEventListener("shown.bs.modal", (event) => {
  const frame = event.target.querySelector("iframe");
  frame.src = frame.dataset.src;
});
document.getElementById("visit").addEventListener("shown.bs.modal", (event) => {
  const body = event.target.querySelector(".modal-body");
  const wrapper = document.createElement("div");
  wrapper.className = "inline-form-wrapper";
  wrapper.dataset.src = ["https:", "", "api.leadconnectorhq.com", "widget", "form", body.id].join("/");
  wrapper.dataset.hlType = "inline";
  const helper = document.createElement("script");
  helper.src = `https://link.${body.dataset.of}/js/form_embed.js`;
  body.append(wrapper, helper);
});
