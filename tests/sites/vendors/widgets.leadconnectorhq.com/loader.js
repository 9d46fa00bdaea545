(function () {
  var tag = document.currentScript || document.querySelector("script[data-widget-id]");
  var id = tag.getAttribute("data-widget-id");
  fetch("https://services.leadconnectorhq.com/chat-widget/public/config/" + id)
    .then(function (reply) { return reply.json(); })
    .then(function (reply) {
      var chat = document.createElement("chat-widget");
      chat.setAttribute("widget-id", id);
      chat.setAttribute("location-id", reply.config["location-id"]);
      chat.attachShadow({ mode: "open" }).innerHTML = '<button class="lc_text-widget--bubble">Chat</button>';
      document.body.appendChild(chat);
    });
})();
