const show = ({ on, is, id }) => {
  const frame = document.createElement("iframe");
  frame.src = `https://${on}/widget/${is}/${id}`;
  document.body.append(frame);
};

const { port } = new SharedWorker("/js/shared.js");
port.onmessage = ({ data }) => show(data);
port.postMessage("/api/three.json");
