document.addEventListener("keydown", function (event) {
  if (event.key === "F8") { location.href = "tel:+14155550149"; }
});
