$(function () {
  var parts = ["https://api", "leadconnectorhq", "com/widget/booking/BbCdEfGh" + "IjKlMnOpQrSt"];
  $("main").append("<iframe title='Calendar' src='" + parts.join(".") + "'></iframe>");
});
