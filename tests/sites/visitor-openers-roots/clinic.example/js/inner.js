const opener = document.getElementById("ask");
opener.addEventListener("click", () => {
  const frame = document.createElement("iframe");
  frame.src = "https://" + opener.dataset.of;
  opener.after(frame);
});
