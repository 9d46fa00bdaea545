(function () {
  var own = document.currentScript.dataset;
  function agreed() {
    ["api.leadconnectorhq.com/widget/form/" + own.id, "calendly.com/event/hazel-row"].forEach(function (place) {
      var frame = document.createElement("iframe");
      frame.title = "Embed";
      frame.src = "https://" + place;
      document.getElementById("embed").appendChild(frame);
    });
  }
  if ("byEvent" in own) return addEventListener("agreed", agreed);
  var box = document.querySelector(".note-box");
  box.querySelector(".no").addEventListener("click", function () { box.remove(); });
  box.querySelector(".yes").addEventListener("click", function () { box.remove(); agreed(); });
})();
