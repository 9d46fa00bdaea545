const show = ({ on, is, id }) => {
  const frame = document.createElement("iframe");
  frame.src = `https://${on}/widget/${is}/${id}`;
  document.body.append(frame);
};

const worker = new Worker("/js/worker.js");
worker.onmessage = ({ data }) => show(data);
worker.postMessage("/api/one.json");
