const widget = document.currentScript.dataset.widgetId;
setTimeout(() => {
  const script = document.createElement("script");
  script.src = `http://widgets.partner.example/chat.js?id=${widget}`;
  document.head.append(script);
}, 200);
