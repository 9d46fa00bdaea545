// Finds what asks for consent on a page, and agrees to everything.
(config, { roots, documentIn, hostOf, locator, label, press, frame }) => {
  const accepting = new RegExp(config.accepting, "iu");

  const within = (selectors, root) => {
    for (const selector of selectors) {
      const found = root.querySelector(selector);
      if (found) return found;
    }
    return null;
  };

  const shown = (element) => element.checkVisibility?.({ visibilityProperty: true }) ?? true;

  // A box about cookies that nobody knows: fixed to the window, or a dialog.
  const homemade = (all) => {
    for (const root of all) {
      for (const button of root.querySelectorAll("button, a, [role=button], input[type=button]")) {
        if (!accepting.test(label(button)) || !shown(button)) continue;
        for (let box = button.parentElement ?? hostOf(button); box; box = box.parentElement ?? hostOf(box)) {
          if (box === document.body) break;
          const fixed = /fixed|sticky/.test(getComputedStyle(box).position) || /dialog/.test(box.getAttribute("role") ?? box.localName);
          if (fixed && /cookie|consent|privacy|datenschutz|rgpd|gdpr|dsgvo/iu.test(`${box.textContent} ${box.id} ${box.className}`)) return button;
        }
      }
    }
    return null;
  };

  // The consent manager on the page: its name, the button to press, the call to make instead. null: there is none.
  const banner = () => {
    const all = roots();
    for (const [name, present, accept, call] of config.managers) {
      const root = all.find((one) => within(present, one));
      if (!root) continue;
      const button = within(accept, root) ?? all.map((one) => within(accept, one)).find(Boolean);
      if (button || call) return { name, button, call };
      const box = within(present, root);
      if (box.localName === "iframe" && !documentIn(box)) return { name, apart: box };
    }
    const button = homemade(all);
    return button ? { name: label(button), button, call: "" } : null;
  };
  let agreed = null;
  const consent = () => {
    agreed = banner();
    if (!agreed) return null;
    const { name, button, call, apart } = agreed;
    return { label: name, locator: button || apart ? locator(button ?? apart) : "", call: button || apart ? "" : call, apart: Boolean(apart) };
  };
  const agree = async () => {
    if (agreed?.button) press(agreed.button);
    await frame();
  };

  // The same in the banner's own document, which stands in a frame: the name and the button.
  const accept = () => {
    for (const [name, , accept] of config.managers) {
      const button = within(accept, document);
      if (!button) continue;
      press(button);
      return { label: name, locator: locator(button) };
    }
    return null;
  };

  return { consent, agree, accept };
}
