// Stand-in for LiteSpeed Cache's delayed scripts: they run upon the first interaction, in their order.
const interactions = ["mouseover", "click", "keydown", "wheel", "touchmove", "touchstart"];

async function load() {
  interactions.forEach((name) => removeEventListener(name, load));
  for (const held of document.querySelectorAll('script[type="litespeed/javascript"]')) {
    const script = document.createElement("script");
    for (const { name, value } of held.attributes) if (name !== "type" && name !== "data-src") script.setAttribute(name, value);
    await new Promise((done) => {
      if (held.dataset.src) {
        script.onload = script.onerror = done;
        script.src = held.dataset.src;
      } else {
        script.textContent = held.textContent;
        done();
      }
      held.replaceWith(script);
    });
  }
}

interactions.forEach((name) => addEventListener(name, load, { passive: true }));
