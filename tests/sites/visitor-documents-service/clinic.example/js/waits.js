const show = ({ on, is, id }) => {
  const frame = document.createElement("iframe");
  frame.src = `https://${on}/widget/${is}/${id}`;
  document.body.append(frame);
};

// Nothing shows before the worker is ready, or refused.
navigator.serviceWorker.register("/sw.js", { scope: "/waits/" }).then(() => navigator.serviceWorker.ready).catch(() => null).then(() => {
  show({ on: "api.leadconnectorhq.com", is: "survey", id: "HbCdEfGhIjKlMnOpQrSt" });
});
