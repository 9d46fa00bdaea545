const chat = document.createElement("chat-widget");
document.body.append(chat);
const root = chat.attachShadow({ mode: "closed" });
root.innerHTML = '<div id="bubble">Chat with us</div><iframe src="http://frames.partner.example/chat"></iframe>';
