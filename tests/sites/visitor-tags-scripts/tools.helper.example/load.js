setTimeout(function () {
  var frame = document.createElement("iframe");
  frame.title = "Form";
  frame.src = "https://api.leadconnectorhq.com/widget/form/AbCdEfGhIjKlMnOpQrSt";
  document.body.appendChild(frame);
}, 50);
