// Finds what asks for consent on a page, and agrees to everything.
(config, { roots, documentIn, above, holds, locator, label, press, frame }) => {
  const BUTTONS = "button, a, [role=button], input[type=button], input[type=submit]";
  const FIELDS = "input:not([type]), input[type=text], input[type=email], input[type=tel], input[type=search], textarea";
  const PATIENCE = 15_000; // ms
  const lazily = (source) => {
    let pattern = null;
    return (words) => (pattern ??= new RegExp(source, "iu")).test(words);
  };
  const accepts = lazily(config.accepting);
  const isOtherwise = lazily(config.otherwise);

  const within = (selectors, root) => {
    for (const selector of selectors) {
      const found = root.querySelector(selector);
      if (found) return found;
    }
    return null;
  };

  const shown = (element) => element.checkVisibility?.({ visibilityProperty: true }) ?? true;
  const sized = (element) => {
    const { width, top, bottom, left, right } = element.getBoundingClientRect();
    const within = width > 0 && bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
    return within && shown(element) && (element.checkVisibility?.({ opacityProperty: true }) ?? true);
  };

  // The buttons in a box that may agree, as far as anybody can tell. What leads elsewhere is none.
  const leads = (button) => button.localName === "a" && !/^\s*(#|javascript:|$)/i.test(button.getAttribute("href") ?? "");
  const asking = (buttons) => buttons.filter((button) => sized(button) && !leads(button) && label(button) && !isOtherwise(label(button)));
  const inside = (box, all) => all.flatMap((root) => [...root.querySelectorAll(BUTTONS)]).filter((button) => holds(box, button));

  // A box that nobody knows: fixed to the window, or a dialog.
  const floats = (box) => /fixed|sticky/.test(getComputedStyle(box).position) || /dialog/.test(box.getAttribute("role") ?? box.localName);
  const about = (box) => /cookie|consent|privacy|datenschutz|rgpd|gdpr|dsgvo/iu.test(`${box.textContent} ${box.id} ${box.className}`);

  // Whether it is all about cookies, and says so in more than links and buttons.
  const speaks = (box) => {
    if (box.textContent.length > 5000 || box.querySelector("main, nav, h1")) return false;
    const texts = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      if (/cookie|kakor|evästei|ciasteczk/iu.test(text.data) && !text.parentElement?.closest(`${BUTTONS}, script, style`)) return true;
    }
    return false;
  };

  // The button of a box about cookies that nobody knows, or the words of those that nobody understands.
  const homemade = (all) => {
    const known = new Map();
    const boxes = (node) => {
      if (!node || node === document.body) return [];
      if (!known.has(node)) known.set(node, floats(node) && about(node) && ![...node.querySelectorAll(FIELDS)].some(sized) ? [node, ...boxes(above(node))] : boxes(above(node)));
      return known.get(node);
    };
    const strange = new Map();
    for (const root of all) {
      for (const button of root.querySelectorAll(BUTTONS)) {
        if (!shown(button)) continue;
        const [box] = boxes(above(button));
        if (!box) continue;
        if (accepts(label(button))) return { name: label(button), button, call: "", served: true };
        strange.set(box, [...(strange.get(box) ?? []), button]);
      }
    }
    for (const [box, buttons] of strange) {
      const left = asking(buttons);
      if (left.length && speaks(box)) return { name: "", left };
    }
    return null;
  };

  // What asks for consent on the page: its name, the button to press, the call to make instead, or the frame it stands in;
  // or the buttons that are `left`, because nobody knows what they do. null: there is nothing.
  const banner = () => {
    const all = roots();
    let left = null;
    for (const [name, present, accept, call, then, served] of config.managers) {
      const root = all.find((one) => within(present, one));
      if (!root) continue;
      const button = within(accept, root) ?? all.map((one) => within(accept, one)).find(Boolean);
      if (button) return { name, button, call, then, served };
      const box = within(present, root);
      if (call) return { name, call, served, left: asking(inside(box, all)) };
      const apart = [box, ...box.querySelectorAll("iframe")].find((one) => one.localName === "iframe" && !documentIn(one) && (one === box || sized(one)));
      if (apart) return { name, apart };
      const strange = asking(inside(box, all));
      if (strange.length) left ??= { name, left: strange };
    }
    const own = homemade(all);
    return own?.button ? own : left ?? own;
  };
  let agreed = null;
  let cookies = "";
  const consent = () => {
    agreed = banner();
    cookies = document.cookie;
    if (!agreed) return null;
    const { name, button, call, apart, left = [] } = agreed;
    const place = button ?? apart;
    return {
      label: name,
      locator: place ? locator(place) : "",
      call: place ? "" : call ?? "",
      apart: Boolean(apart),
      shown: !apart || sized(apart),
      left: left.map(label),
    };
  };
  const agree = async () => {
    if (agreed?.button) press(agreed.button);
    await frame();
    const last = agreed?.then && roots().map((one) => one.querySelector(agreed.then)).find(Boolean);
    if (!last) return;
    press(last);
    await frame();
  };

  // The page as the server sends it now that a cookie says yes; "" if it does not come, null if nobody has to be asked.
  const anew = async () => {
    if (!agreed?.served || document.cookie === cookies) return null;
    try {
      const answer = await fetch(location.href, { cache: "reload", signal: AbortSignal.timeout(PATIENCE) });
      if (!answer.ok) return "";
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const unseen of page.querySelectorAll("noscript")) unseen.remove();
      return page.documentElement.outerHTML;
    } catch {
      return "";
    }
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

  return { consent, agree, anew, accept };
}
