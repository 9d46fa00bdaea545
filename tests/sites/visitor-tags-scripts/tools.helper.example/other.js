setTimeout(function () {
  var frame = document.createElement("iframe");
  frame.title = "Survey";
  frame.src = "https://api.leadconnectorhq.com/widget/survey/CbCdEfGhIjKlMnOpQrSt";
  document.body.appendChild(frame);
}, 50);
