// The clinic's own code waits for the same cookie.
(function () {
  var poll = setInterval(function () {
    if (document.cookie.indexOf("cookie-config=") === -1) return;
    clearInterval(poll);
    var frame = document.createElement("iframe");
    frame.title = "Form";
    frame.src = ["https://api.leadconnectorhq.com", "widget", "form", "AbCdEfGhIjKlMnOpQrSt"].join("/");
    document.querySelector("main").appendChild(frame);
    frame = document.createElement("iframe");
    frame.title = "Other";
    frame.src = "https://calendly.com/event/hazel-row?embed_domain=app.gohighlevel.com";
    document.querySelector("main").appendChild(frame);
  }, 250);
})();
