// Does to a page what a visitor does: moves, scrolls, agrees, opens. It lives in a world of its own, beside that of the
// page's scripts, which see the events and nothing else. Nothing is sent, typed, called, downloaded or left.
(config) => {
  const MOST_STEPS = 40; // of scrolling
  const ALIKE = 12; // things to open that look the same, of which so many are tried
  const LABEL = 120; // characters
  const never = new RegExp(config.never, "iu");
  const first = new RegExp(config.first, "iu");
  const accepting = new RegExp(config.accepting, "iu");

  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  // A page that draws nothing gives no frame.
  const frame = () => Promise.race([new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0))), pause(100)]);

  const documentIn = (element) => {
    try {
      return element.contentDocument;
    } catch {
      return null;
    }
  };

  const adopted = [];

  // The document, those in frames that are of one origin with it, and all shadow roots.
  const roots = (root = document) => {
    const found = [root];
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) found.push(...roots(element.shadowRoot));
      else if (/^i?frame$/.test(element.localName) && !element.closest(config.within)) {
        const inner = documentIn(element);
        if (inner?.documentElement) found.push(...roots(inner));
      }
    }
    return root === document ? found.concat(adopted.filter((one) => one.host.isConnected)) : found;
  };

  const hostOf = (element) => element.getRootNode().host ?? element.ownerDocument.defaultView?.frameElement;

  const locator = (element) => {
    const parts = [];
    for (let node = element; node; node = hostOf(node)) parts.unshift(config.locate.call(node));
    return parts.join(" >> ");
  };

  const ways = (element) => [
    element.getAttribute("aria-label"),
    element.innerText ?? element.textContent,
    element.title,
    element.value,
    element.querySelector?.("img[alt]")?.alt,
  ];
  const label = (element) => {
    const said = ways(element).find((words) => typeof words === "string" && words.trim());
    return (said ?? "").replace(/\s+/g, " ").trim().slice(0, LABEL);
  };

  // --- guard

  const guarded = new WeakSet();
  const leads = (link) => {
    const href = link.getAttribute("href") ?? "";
    return link.hasAttribute("download") || (/^[a-z][a-z0-9+.-]*:/i.test(href.trim()) && !/^\s*(https?|javascript):/i.test(href));
  };
  const guard = (view) => {
    if (!view || guarded.has(view)) return;
    guarded.add(view);
    view.addEventListener("submit", (event) => event.preventDefault(), true);
    view.addEventListener("click", (event) => {
      const link = event.composedPath().find((node) => node.localName === "a" || node.localName === "area");
      if (link && leads(link)) event.preventDefault();
    }, true);
  };

  // --- events

  const fire = (target, type, extra = {}) => {
    const view = target.ownerDocument?.defaultView ?? window;
    const options = { bubbles: true, cancelable: true, composed: true, view, clientX: 200, clientY: 200, button: 0, detail: 1, ...extra };
    const kind = type.startsWith("pointer") ? PointerEvent : type.startsWith("key") ? KeyboardEvent : type === "wheel" ? WheelEvent : MouseEvent;
    target.dispatchEvent(new kind(type, type.startsWith("pointer") ? { pointerId: 1, pointerType: "mouse", isPrimary: true, ...options } : options));
  };
  const plain = (target, type, bubbles = true) => target.dispatchEvent(new Event(type, { bubbles, cancelable: true, composed: true }));

  const move = async () => {
    const target = document.body ?? document.documentElement;
    for (const type of ["pointerover", "pointermove", "mouseover", "mousemove", "pointerdown", "mousedown", "pointerup", "mouseup", "click", "wheel"]) fire(target, type);
    for (const type of ["touchstart", "touchmove", "touchend"]) plain(target, type);
    fire(target, "keydown", { key: "Shift" });
    fire(target, "keyup", { key: "Shift" });
    plain(document, "scroll", false);
    plain(window, "scroll", false);
    plain(window, "focus", false);
    plain(document, "visibilitychange");
    const out = { clientX: 600, clientY: -5, relatedTarget: null };
    for (const type of ["pointerout", "mouseout", "pointerleave", "mouseleave"]) fire(document.documentElement, type, { ...out, bubbles: type.endsWith("out") });
    fire(document, "mouseleave", { ...out, bubbles: false });
    await frame();
  };

  const scrollers = () => {
    const own = document.scrollingElement ?? document.documentElement;
    const rolls = (element) => {
      const high = element.scrollHeight > element.clientHeight + 40 && element.clientHeight > 100;
      const wide = element.scrollWidth > element.clientWidth + 40 && element.clientWidth > 100;
      if (!high && !wide) return false;
      const { overflowX, overflowY } = getComputedStyle(element);
      return /auto|scroll/.test(`${high ? overflowY : ""} ${wide ? overflowX : ""}`);
    };
    return [own, ...[...document.querySelectorAll("*")].filter((element) => element !== own && rolls(element)).slice(0, 10)];
  };

  const scroll = async () => {
    let steps = 0;
    for (const element of scrollers()) {
      const high = element === document.scrollingElement ? innerHeight : element.clientHeight;
      const size = Math.max(high * 0.8, Math.min(element.scrollHeight, 60000) / MOST_STEPS);
      for (let top = 0; top < element.scrollHeight - high && steps < MOST_STEPS; steps += 1) {
        top += size;
        element.scrollTo({ top, behavior: "instant" });
        await frame();
      }
      for (let left = 0; left < element.scrollWidth - element.clientWidth - 40 && steps < MOST_STEPS; steps += 1) {
        left += element.clientWidth;
        element.scrollTo({ left, behavior: "instant" });
        await frame();
      }
    }
    await frame();
    scrollTo({ top: 0, left: 0, behavior: "instant" });
  };

  // --- consent

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
    }
    const button = homemade(all);
    return button ? { name: label(button), button, call: "" } : null;
  };
  let agreed = null;
  const consent = () => {
    agreed = banner();
    return agreed && { label: agreed.name, locator: agreed.button ? locator(agreed.button) : "", call: agreed.button ? "" : agreed.call };
  };
  const agree = async () => {
    if (agreed?.button) press(agreed.button);
    await frame();
  };

  // --- what opens something

  const tried = new WeakSet();
  const alike = new Map();
  let queue = [];
  let stale = true;
  let changed = 0;

  const observer = new MutationObserver((records) => {
    if (records.some((record) => record.addedNodes.length)) stale = true;
    changed += records.length;
  });
  const observe = (all) => {
    for (const root of all) observer.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: ["src", "href", "data-src"] });
  };

  // All that an element says and is called: the words of names parted by spaces, the pieces by points.
  const named = (element) =>
    [...ways(element).slice(0, 4), ...["id", "class", "href", "name"].map((name) => element.getAttribute(name))]
      .filter((words) => typeof words === "string")
      .map((words) => words.slice(0, 300).replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").replace(/[\s_\-/?#&=.:+%]+/g, " ").trim())
      .join(" · ");

  const points = (element) => {
    if (element.closest("a[href], label, select, option, input, textarea")) return false;
    const parent = element.parentElement;
    return getComputedStyle(element).cursor === "pointer" && (!parent || getComputedStyle(parent).cursor !== "pointer");
  };
  // A link to another document is followed by the crawler, and tried only if it is made to open something here.
  const goes = (element) => element.localName === "a" && element.hasAttribute("href") && !/^\s*(#|javascript:|$)/i.test(element.getAttribute("href"));
  const chooses = (element) => element.matches("select, input[type=radio i], input[type=checkbox i]") && !element.form && !element.disabled;

  const opens = (element) => {
    if (tried.has(element) || element.localName === "html" || element.localName === "body") return false;
    return goes(element) ? element.matches(config.linked) : element.matches(config.openers) || chooses(element) || points(element);
  };

  const kin = (element) => {
    const classes = (one) => `${one?.localName}.${[...(one?.classList ?? [])].sort().join(".")}`;
    return `${classes(element)} < ${classes(element.parentElement)}`;
  };

  const collect = () => {
    stale = false;
    const all = roots();
    observe(all);
    const found = [];
    for (const root of all) {
      guard(root.defaultView ?? root.ownerDocument?.defaultView);
      for (const element of root.querySelectorAll("*")) {
        if (!opens(element)) continue;
        tried.add(element);
        if (element.closest(config.within) || never.test(named(element))) continue;
        const twins = kin(element);
        alike.set(twins, (alike.get(twins) ?? 0) + 1);
        if (alike.get(twins) <= ALIKE) found.push(element);
      }
    }
    queue.push(...found);
    queue.sort((a, b) => first.test(named(b)) - first.test(named(a)));
  };

  // The next thing to try, null if there is none: its words and its place.
  let present = null;
  const next = () => {
    if (stale) collect();
    do present = queue.shift(); while (present && !present.isConnected);
    return present ? { label: label(present), locator: locator(present), left: queue.length } : null;
  };

  const over = (element) => {
    for (const type of ["pointerover", "pointerenter", "mouseover", "mouseenter", "pointermove", "mousemove"]) fire(element, type, { bubbles: !type.endsWith("enter") });
  };
  const press = (element) => {
    fire(element, "pointerdown");
    fire(element, "mousedown");
    element.focus?.({ preventScroll: true });
    fire(element, "pointerup");
    fire(element, "mouseup");
    if (typeof element.click === "function") element.click();
    else fire(element, "click");
  };

  // Points at it; whether something came of that alone.
  const point = async () => {
    const before = changed;
    over(present);
    if (present.parentElement) over(present.parentElement);
    await pause(0);
    return changed !== before;
  };
  const choose = (element) => {
    if (element.localName !== "select") return press(element);
    for (const option of [...element.options].slice(0, ALIKE)) {
      element.value = option.value;
      plain(element, "input");
      plain(element, "change");
    }
  };
  const open = async () => {
    const before = changed;
    if (chooses(present)) choose(present);
    else press(present);
    await frame();
    return changed !== before;
  };

  const adopt = (root) => adopted.push(root);

  observe([document]);
  guard(window);
  return { move, scroll, consent, agree, next, point, open, adopt };
}
