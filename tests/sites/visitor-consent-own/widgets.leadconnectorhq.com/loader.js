// Stand-in for the chat loader: with data-cookie-banner it waits for the CRM's banner and for its cookie.
(function () {
  var tag = document.currentScript;
  function show() {
    fetch("https://services.leadconnectorhq.com/chat-widget/public/config/" + tag.dataset.widgetId)
      .then(function (reply) { return reply.json(); })
      .then(function (reply) {
        var chat = document.createElement("chat-widget");
        chat.setAttribute("widget-id", tag.dataset.widgetId);
        chat.setAttribute("location-id", reply.config["location-id"]);
        document.body.appendChild(chat);
      });
  }
  var button = document.querySelector(".hl-cookie-consent-banner .button.primary");
  if (!button || document.cookie.indexOf("cookie-config=") !== -1) return show();
  button.addEventListener("click", function () {
    var poll = setInterval(function () {
      if (document.cookie.indexOf("cookie-config=") === -1) return;
      clearInterval(poll);
      show();
    }, 100);
  });
})();
