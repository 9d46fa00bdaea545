// Does to a page what a visitor does: moves, opens, and with the scripts that it is told, scrolls, agrees and knows what is
// hidden. It lives
// in a world of its own, beside that of the page's scripts, which see the events and nothing else. Nothing is sent, typed,
// called, downloaded or left.
(config) => {
  const ALIKE = 12; // of things that look the same and open nothing new: after so many, others come first
  const ELSEWHERE = 6; // links to other documents that are tried, because their words promise something
  const AHEAD = 8; // things that are told at once
  const LABEL = 120; // characters
  const APART = "iframe, frame, object, embed, input, select, textarea"; // are not pressed for what they stand in
  const never = new RegExp(config.never);
  const hard = new RegExp(config.hard);
  const writes = new RegExp(config.writes, "g");
  const first = new RegExp(config.first);

  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  // A page that draws nothing gives no frame.
  const frame = () => Promise.race([new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0))), pause(100)]);

  // What the watch in the page's own world says once the short timers have run; null: it cannot be asked from here.
  const hurried = () =>
    new Promise((done) => {
      const name = `${config.channel}.said`;
      const heard = ({ detail }) => done(JSON.parse(detail));
      addEventListener(name, heard, { once: true });
      if (top === self && !dispatchEvent(new CustomEvent(config.channel, { cancelable: true }))) {
        setTimeout(done, 1000, null);
      } else {
        removeEventListener(name, heard);
        done(null);
      }
    });

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
    const parts = [config.locate.call(element)];
    for (let view = element.ownerDocument.defaultView; view?.frameElement; view = view.parent) {
      parts.unshift(config.locate.call(view.frameElement));
    }
    return parts.join(" >> ");
  };

  // Whether it stands in anything that is never touched, also beyond the shadow root or frame it is in.
  const shut = (element) => {
    for (let node = element; node; node = hostOf(node)) if (node.closest(config.within)) return true;
    return false;
  };

  const ways = (element) => [
    element.getAttribute("aria-label"),
    element.labels?.[0]?.textContent,
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
    return { said: await hurried() };
  };

  // --- what opens something

  const tried = new Set(); // keys: what a thing looks like and says, and a number among those alike
  const given = new WeakMap(); // each thing's look and key
  const spent = new Set(); // keys of things that made room for what they brought
  let gone = null;
  const spared = new Set(); // words of what was left alone because of them, and might have opened something
  const seen = new Map(); // at which survey of the page each thing was there first
  let surveys = 0;
  const alike = new Map();
  let queue = [];
  let elsewhere = 0;
  let stale = true;
  let changed = 0;

  const observer = new MutationObserver((records) => {
    if (records.some((record) => record.addedNodes.length)) stale = true;
    changed += records.length;
  });
  const observe = (all) => {
    for (const root of all) observer.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: ["src", "href", "data-src"] });
  };

  // All that an element says and is called, in plain words, the pieces parted by points.
  const named = (element) =>
    [...ways(element).slice(0, 5), ...["id", "class", "href", "name"].map((name) => element.getAttribute(name))]
      .filter((words) => typeof words === "string")
      .map((words) => config.plain(words.slice(0, 300).replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")).trim())
      .join(" · ");

  const FIELDS = "textarea, input:not([type=button i], [type=submit i], [type=hidden i], [type=checkbox i], [type=radio i])";
  // Whether it belongs to a form, or stands beside fields that are in none.
  const filled = (element) => {
    if (element.form || element.closest("form")) return true;
    const box = element.parentElement?.parentElement ?? element;
    return [...box.querySelectorAll(FIELDS)].some((field) => !field.form);
  };

  // Whether its words forbid to touch it. What is sent from a form may elsewhere be what has yet to be written.
  const forbidden = (element) => {
    const said = named(element);
    if (!never.test(said)) return false;
    const opening = said.replace(writes, "");
    return opening === said || never.test(opening) || filled(element);
  };
  // Whether it might have opened something all the same.
  const doubtful = (element) =>
    !hard.test(named(element)) && first.test(config.plain(label(element))) && !goes(element) && !filled(element) &&
    element.checkVisibility({ visibilityProperty: true }) && !element.querySelector(`a, button, select, ${FIELDS}`);

  const points = (element) => {
    if (element.closest("a[href], label, select, option, input, textarea")) return false;
    const parent = element.parentElement;
    return getComputedStyle(element).cursor === "pointer" && (!parent || getComputedStyle(parent).cursor !== "pointer");
  };
  // A link to another document is followed by the crawler, and tried only if it is made to open something here.
  const goes = (element) => element.localName === "a" && element.hasAttribute("href") && !/^\s*(#|javascript:|$)/i.test(element.getAttribute("href"));
  const chooses = (element) => element.matches("select, input[type=radio i], input[type=checkbox i]") && !element.form && !element.disabled;

  const here = (element) => element.href.split("#")[0] === element.ownerDocument.URL.split("#")[0];
  const promises = (element) => first.test(config.plain(label(element))) && !element.closest("nav, [role=navigation]") && (elsewhere += 1) <= ELSEWHERE;

  const known = { classes: new Set(config.classes), attributes: new Set(config.attributes), part: new RegExp(config.part, "i") };
  const marked = (element) =>
    [...element.classList].some((name) => known.classes.has(name)) ||
    element.getAttributeNames().some((name) => known.attributes.has(name)) ||
    known.part.test(element.getAttribute("class") ?? "") ||
    element.matches(config.openers);

  const opens = (element) => {
    if (element.localName === "html" || element.localName === "body") return false;
    if (goes(element)) return element.matches(config.linked) || here(element) || promises(element);
    return marked(element) || chooses(element) || points(element);
  };

  const classes = (element) => `${element?.localName}.${[...(element?.classList ?? [])].sort().join(".")}`;
  const kin = (element) => `${classes(element)} < ${classes(element.parentElement)}`;

  // All that may open something.
  const things = (all) => {
    const found = [];
    for (const root of all) {
      guard(root.defaultView ?? root.ownerDocument?.defaultView);
      for (const element of root.querySelectorAll("*")) {
        if (!opens(element) || shut(element)) continue;
        if (forbidden(element)) {
          if (doubtful(element)) spared.add(label(element));
          continue;
        }
        const likely = first.test(named(element));
        for (const option of element.localName === "select" ? element.options : [null]) {
          const words = label(option ?? element);
          const look = `${kin(element)} ${words.replace(/\d+/g, "0")}`; // a clock does not become another thing
          found.push({ element, option, words, kin: kin(element), look, likely });
        }
      }
    }
    return found;
  };

  // Gives each thing its key, which it keeps. A page may draw itself anew: what looks the same as one that is not there
  // any more has its key, unless that one made room for what it brought.
  const number = (all) => {
    const thing = ({ element, option }) => option ?? element;
    const held = new Set();
    for (const one of all) {
      const had = given.get(thing(one));
      if (had?.look === one.look) held.add((one.key = had.key));
    }
    const fresh = all.filter((one) => !one.key);
    if (gone && !held.has(gone.key) && !fresh.some(({ look }) => look === gone.look)) spent.add(gone.key);
    gone = null;
    const last = new Map();
    for (const one of fresh) {
      do {
        last.set(one.look, (last.get(one.look) ?? 0) + 1);
        one.key = `${one.look} ${last.get(one.look)}`;
      } while (held.has(one.key) || spent.has(one.key));
      given.set(thing(one), one);
    }
  };

  const collect = () => {
    stale = false;
    elsewhere = 0;
    const all = roots();
    observe(all);
    queue = things(all);
    number(queue);
    for (const { key } of queue) if (!seen.has(key)) seen.set(key, surveys);
    surveys += 1;
    queue = queue.filter(({ key, option }) => !tried.has(key) && !(option?.selected && option.index === 0));
    queue.sort((a, b) => seen.get(b.key) - seen.get(a.key) || b.likely - a.likely);
  };

  let present = null;
  let planned = [];
  let told = false;
  const isOld = () => stale || [...planned, ...queue].some(({ element }) => !element.isConnected);
  const described = ({ element, words, likely }, left) => {
    const within = element.ownerDocument !== document ? "frame" : element.getRootNode() !== document ? "root" : "";
    return { label: words, locator: locator(element), within, left, likely, href: goes(element) ? element.href : "" };
  };
  // The next things to try, their words and their places: none if there are none. What came last is tried first.
  const next = () => {
    if (planned.length || isOld()) collect();
    planned = [];
    told = true;
    const count = new Map(alike);
    while (queue.length && planned.length < AHEAD) {
      const fresh = queue.findIndex((one) => (count.get(one.kin) ?? 0) < ALIKE);
      const [one] = queue.splice(Math.max(fresh, 0), 1);
      count.set(one.kin, (count.get(one.kin) ?? 0) + 1);
      planned.push(one);
    }
    return planned.map((one, place) => described(one, queue.length + planned.length - place - 1));
  };
  // The first of them becomes the present thing; what follows it, unless the page is another one by now.
  const take = () => {
    if (!told && isOld()) return false;
    told = false;
    present = planned.shift();
    tried.add(present.key);
    alike.set(present.kin, (alike.get(present.kin) ?? 0) + 1);
    return true;
  };
  // What it opened was new: others that look the same are worth as much.
  const bears = () => {
    alike.set(present.kin, 0);
    if (present.element.isConnected) return;
    gone = present;
    stale = true;
  };
  // What another hand has tried already.
  const skip = (keys) => keys.forEach((key) => tried.add(key));
  // What was tried, and the words of what was left alone.
  const done = () => ({ tried: [...tried], refused: [...spared] });

  const over = (element) => {
    for (const type of ["pointerover", "pointerenter", "mouseover", "mouseenter", "pointermove", "mousemove"]) fire(element, type, { bubbles: !type.endsWith("enter") });
  };
  // What a pointer would hit: the innermost element in its middle.
  const innermost = (element) => {
    const box = element.getBoundingClientRect();
    const hit = box.width && element.getRootNode().elementFromPoint?.(box.x + box.width / 2, box.y + box.height / 2);
    if (hit && element.contains(hit)) return hit;
    let inner = element;
    while (inner.children.length === 1 && !inner.shadowRoot) [inner] = inner.children;
    return inner;
  };
  const above = (node) => node.parentElement ?? hostOf(node);
  const holds = (element, inner) => {
    for (let node = inner; node; node = above(node)) if (node === element) return true;
    return false;
  };
  // Whether what would be hit, or anything around it within the element, is another thing that must be left alone.
  const spares = (element, inner) => {
    if (shut(inner)) return true;
    for (let node = inner; node && node !== element; node = above(node)) if (node.matches(APART) || forbidden(node)) return true;
    return false;
  };
  const target = (element) => {
    const inner = innermost(element);
    return spares(element, inner) ? element : inner;
  };
  const press = (element, inner = innermost(element)) => {
    for (const type of ["touchstart", "touchend"]) plain(inner, type);
    fire(inner, "pointerdown");
    fire(inner, "mousedown");
    element.focus?.({ preventScroll: true });
    fire(inner, "pointerup");
    fire(inner, "mouseup");
    if (typeof inner.click === "function") inner.click();
    else fire(inner, "click");
  };

  const hand = { roots, documentIn, above, holds, locator, label, press, frame, hurried };
  const rolling = config.rolling(hand);

  const open = async () => {
    const { element, option } = present;
    if (option) {
      element.value = option.value;
      plain(element, "input");
      plain(element, "change");
    } else {
      press(element, target(element));
    }
    await pause(0);
    return { pressed: true, said: await hurried() };
  };
  // Points at the next thing and, if nothing comes of that alone, presses it. Whether it was pressed; `old`: nothing was
  // done, what was to come has to be told anew.
  let count = 0;
  const stirred = () => changed !== count;
  const attempt = async () => {
    if (!take()) return { old: true };
    const { element } = present;
    count = changed;
    rolling.remember();
    over(element);
    if (element.parentElement) over(element.parentElement);
    await pause(0);
    return stirred() ? { pressed: false, said: await hurried() } : open();
  };
  // What a real pointer hits there, in whatever shadow root.
  const hitAt = (x, y, root) => {
    const hit = root.elementFromPoint(x, y);
    const inner = hit && (hit.shadowRoot ?? adopted.find((one) => one.host === hit));
    return inner && inner !== root ? hitAt(x, y, inner) ?? hit : hit;
  };
  // Where a real pointer has to be put to press it, null if it is covered, not shown or must not be hit.
  const middle = async () => {
    const { element } = present;
    if (!element.isConnected || element.ownerDocument !== document) return null;
    element.scrollIntoView({ block: "center", behavior: "instant" });
    await frame();
    const box = element.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const hit = box.width && box.height ? hitAt(x, y, document) : null;
    return hit && holds(element, hit) && !spares(element, hit) && !/^i?frame$|^object$|^embed$/.test(hit.localName) ? { x, y } : null;
  };

  const adopt = (root) => adopted.push(root);

  observe([document]);
  guard(window);
  const opening = { move, next, bears, skip, done, attempt, stirred, open, middle, adopt };
  return { ...opening, ...rolling, ...config.consenting(config, hand), ...config.veiling(hand), ...config.marking(hand) };
}
