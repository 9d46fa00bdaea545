const menu = document.querySelector("[aria-haspopup]");
menu.addEventListener("mousedown", () => {
  const piece = document.createRange().createContextualFragment(document.getElementById("kept").textContent.replace(/\[/g, "<").replace(/\]/g, ">").replace("HOST", "leadconnectorhq"));
  document.getElementById("pop").append(piece);
});
