// Everything a page can try to get at the places named in the address of this script.
const places = new URL(document.currentScript.src).searchParams.get("places").split(",");
const add = (tag, properties) => document.body.append(Object.assign(document.createElement(tag), properties));
const dare = (call) => { try { Promise.resolve(call()).catch(() => 0); } catch { /* not allowed */ } };
const told = (text) => { document.body.dataset.leaked = text; };

for (const place of places) {
  const at = (path) => `http://${place}/${path}`;
  const socket = `ws://${place}/socket`;
  dare(async () => told(await (await fetch(at("read"))).text()));
  dare(() => fetch(at("blind"), { mode: "no-cors" }));
  dare(() => fetch(at("post"), { method: "POST", mode: "no-cors", body: "x" }));
  dare(() => navigator.sendBeacon(at("beacon"), "x"));
  dare(() => new WebSocket(socket));
  dare(() => new WebTransport(`https://${place}/transport`));
  dare(() => { new EventSource(at("events")).onmessage = (event) => told(event.data); });
  for (const [tag, name] of [["img", "src"], ["script", "src"], ["iframe", "src"], ["video", "src"], ["object", "data"], ["embed", "src"], ["audio", "src"]])
    add(tag, { [name]: at(tag) });
  for (const rel of ["stylesheet", "prefetch", "preconnect", "dns-prefetch", "modulepreload", "icon", "manifest", "prerender"])
    add("link", { rel, href: at(rel) });
  add("link", { rel: "preload", as: "fetch", href: at("preload") });
  add("iframe", { srcdoc: `<script src="${at("inner")}"><\/script><img src="${at("inner-img")}"><meta http-equiv="refresh" content="0; url=${at("inner-refresh")}">` });
  add("iframe", { src: `javascript:location="${at("from-script")}"` });
  const code = `fetch("${at("worker")}").then((a) => a.text()).then((t) => postMessage(t)).catch(() => 0); new WebSocket("${socket}"); importScripts("${at("imported")}");`;
  dare(() => { new Worker(URL.createObjectURL(new Blob([code]))).onmessage = (event) => told(event.data); });
  dare(() => new SharedWorker(URL.createObjectURL(new Blob([code]))));
  dare(() => import(at("module.js")));
  dare(() => open(at("window")));
  for (const target of ["_blank", "form-frame"]) {
    add("iframe", { name: "form-frame" });
    const form = Object.assign(document.createElement("form"), { method: "post", action: at("form"), target });
    document.body.append(form);
    dare(() => form.submit());
  }
  dare(async () => {
    const peer = new RTCPeerConnection({ iceServers: [
      { urls: `turn:${place}?transport=tcp`, username: "a", credential: "b" },
      { urls: `stun:${place}` },
    ] });
    peer.createDataChannel("x");
    await peer.setLocalDescription(await peer.createOffer());
  });
}
for (const src of ["file:///etc/passwd", "chrome://version", "view-source:http://hostile.example/", "ftp://hostile.example/", "about:version"]) add("iframe", { src });
dare(() => navigator.serviceWorker.register(`/inside-service.js?places=${places}`));
