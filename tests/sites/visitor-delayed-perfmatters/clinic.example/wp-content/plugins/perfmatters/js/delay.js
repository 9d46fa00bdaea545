// Stand-in for Perfmatters' delayed scripts.
(() => {
  const events = ["keydown", "mousemove", "wheel", "touchmove", "touchstart", "touchend"];
  const go = () => {
    events.forEach((name) => window.removeEventListener(name, go));
    document.querySelectorAll("script[type=pmdelayedscript]").forEach((held) => {
      const script = document.createElement("script");
      for (const { name, value } of held.attributes) if (name !== "type") script.setAttribute(name, value);
      script.type = held.dataset.perfmattersType || "text/javascript";
      script.async = false;
      script.textContent = held.textContent;
      held.replaceWith(script);
    });
  };
  events.forEach((name) => window.addEventListener(name, go, { passive: true }));
})();
