(function () {
  var frame = document.createElement("iframe");
  frame.title = "Calendar";
  frame.src = "https://api.leadconnectorhq.com/widget/booking/AbCdEfGhIjKlMnOpQrSt";
  document.getElementById("book").appendChild(frame);
})();
