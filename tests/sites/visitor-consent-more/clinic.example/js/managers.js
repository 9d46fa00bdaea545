// Stand-in for the consent managers of this site: upon consent they let go what they hold back, each in its own way.
function add(path) {
  const frame = document.createElement("iframe");
  frame.title = "Embed";
  frame.src = ["https://api", "leadconnectorhq", "com"].join(".") + path;
  document.getElementById("place").append(frame);
}

(() => {
  const { accept } = document.currentScript.dataset;
  const later = ["suppressedsrc", "consent-original-src-_", "data-cmp-src", "data-src"];
  const tcf = [];
  globalThis.__tcfapi = (command, version, heard) => command === "addEventListener" && tcf.push(heard);

  const mount = document.querySelector(".axeptio_mount");
  if (mount) {
    mount.attachShadow({ mode: "open" }).innerHTML =
      '<div style="position: fixed; bottom: 0"><button id="axeptio_btn_dismiss">No</button> <button id="axeptio_btn_acceptAll">OK for me</button></div>';
  }

  const release = () => {
    for (const frame of document.querySelectorAll("iframe")) {
      const name = later.find((one) => frame.hasAttribute(one));
      if (!name) continue;
      frame.src = frame.getAttribute(name);
      frame.removeAttribute(name);
    }
    for (const place of document.querySelectorAll(".tac_iframe")) {
      place.innerHTML = '<iframe title="Embed"></iframe>';
      place.firstChild.src = place.dataset.url;
    }
    for (const held of document.querySelectorAll("script[type='text/plain'], script[type='didomi/javascript']")) {
      const script = document.createElement("script");
      for (const { name, value } of held.attributes) if (name !== "type") script.setAttribute(name, value);
      script.text = held.text;
      held.replaceWith(script);
    }
    for (const heard of tcf) heard({ eventStatus: "useractioncomplete", gdprApplies: true }, true);
    for (const [name, heard] of globalThis._hsp ?? []) if (name === "addPrivacyConsentListener") heard({ categories: { advertisement: true } });
    for (const wait of globalThis._axcb ?? []) wait({ on: (name, heard) => name === "cookies:complete" && heard({ crm: true }) });
    document.dispatchEvent(new CustomEvent("visitorConsentCollected", { detail: { marketingAllowed: true } }));
  };

  document.addEventListener("click", (event) => {
    const [pressed] = event.composedPath();
    if (!pressed.matches(accept)) return;
    event.preventDefault();
    const root = pressed.getRootNode();
    (root.host ?? pressed.closest("[style]")).remove();
    release();
  });
})();
