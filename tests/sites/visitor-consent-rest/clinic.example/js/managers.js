// Stand-in for the consent managers of this site: upon consent they let go what they hold back, each in its own way.
function add(path) {
  const frame = document.createElement("iframe");
  frame.title = "Embed";
  frame.src = ["https://api", "leadconnectorhq", "com"].join(".") + path;
  document.getElementById("place").append(frame);
}

(() => {
  const { accept, level } = document.currentScript.dataset;
  let chosen = !level;
  const later = ["data-src", "data-consent-src", "data-gdpr-iframesrc"];
  const accepted = [];
  globalThis.CookieControl = { load: (config) => accepted.push(...config.optionalCookies.map((category) => category.onAccept)) };

  const copy = (held) => {
    const script = document.createElement("script");
    for (const { name, value } of held.attributes) if (name !== "type") script.setAttribute(name, value);
    script.text = held.text;
    return script;
  };
  const release = () => {
    for (const frame of document.querySelectorAll("iframe")) {
      const name = later.find((one) => frame.hasAttribute(one));
      if (name) frame.src = frame.getAttribute(name);
    }
    for (const held of document.querySelectorAll("script[type='text/plain'], script[type='javascript/blocked']")) held.replaceWith(copy(held));
    for (const template of document.querySelectorAll("template[data-purpose]")) template.after(template.content.cloneNode(true));
    const defined = JSON.parse(globalThis.moove_frontend_gdpr_scripts?.scripts_defined ?? "{}");
    for (const { footer } of Object.values(defined)) {
      const parsed = new DOMParser().parseFromString(footer, "text/html");
      for (const held of parsed.querySelectorAll("script")) document.body.append(copy(held));
    }
    for (const hear of accepted) hear();
  };

  document.addEventListener("click", (event) => {
    chosen ||= event.target.matches(level);
    if (!event.target.matches(accept)) return;
    event.target.closest("[style]").remove();
    if (chosen) release();
  });
})();
