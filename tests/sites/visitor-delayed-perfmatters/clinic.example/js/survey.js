(function () {
  var host = "https://api.leadconnectorhq.com";
  var frame = document.createElement("iframe");
  frame.title = "Survey";
  frame.src = host + "/widget/survey/" + "AbCdEfGhIjKlMnOpQrSt";
  document.getElementById("reviews").appendChild(frame);
})();
