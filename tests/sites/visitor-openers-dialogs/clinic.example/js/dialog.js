const dialog = document.querySelector("dialog");
document.querySelector("button").addEventListener("click", () => {
  dialog.querySelector("p").outerHTML = decodeURIComponent(["%3Ciframe%20title=%22Form%22%20src=%22https:", "", "api.leadconnectorhq.com", "widget", "form", dialog.id].join("%2F") + "%22%3E%3C/iframe%3E");
  dialog.showModal();
});
