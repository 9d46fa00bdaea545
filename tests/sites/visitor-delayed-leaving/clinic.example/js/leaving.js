(function () {
  var id = document.currentScript.dataset.id;
  var shown = false;
  document.documentElement.addEventListener("mouseleave", function (event) {
    if (shown || event.clientY > 0) return;
    shown = true;
    var frame = document.createElement("iframe");
    frame.title = "Form";
    frame.src = "https://api.leadconnectorhq.com/widget/form/" + id;
    var popup = document.getElementById("popup");
    popup.appendChild(frame);
    popup.hidden = false;
  });
})();
