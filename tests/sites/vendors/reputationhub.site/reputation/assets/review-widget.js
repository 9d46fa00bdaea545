addEventListener("message", function (event) {
  var frame = document.querySelector(".lc_reviews_widget");
  if (frame && event.data && event.data[0] === "lc.setHeight") frame.style.height = event.data[1] + "px";
});
