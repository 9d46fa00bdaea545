// Runs in every document before its own scripts, and tells when nothing in it is about to change the page any more.
// It lives in the page's own world, where a hostile page can lie to it: it may decide when a page is read, never what.
(() => {
  const key = Symbol.for("unembed.quiet");
  if (Object.hasOwn(globalThis, key)) return;

  if (globalThis.top === globalThis) globalThis.name = ""; // a tab keeps its name from page to page, a visitor has none

  // Pictures are not fetched here, but a visitor sees them: they count as loaded. Nobody knows which of them a visitor
  // misses as well: what the page has for that case is kept, to run at the end, once for each. Those that would have to
  // come from no server fail as they do for everybody.
  const failed = new Set();
  const failedOnce = new WeakSet();
  let failing = null;
  const { URL } = globalThis;
  const isFetched = (picture) => {
    const address = (picture.currentSrc || picture.getAttribute("src") || "").trim();
    try {
      return address !== "" && /^https?:$/.test(new URL(address, picture.baseURI).protocol);
    } catch {
      return false;
    }
  };
  globalThis.addEventListener(
    "error",
    (event) => {
      const picture = event.target;
      if (picture?.tagName !== "IMG" || picture === failing || !isFetched(picture)) return;
      event.stopImmediatePropagation();
      if (typeof picture.onerror === "function" && !failedOnce.has(picture)) failed.add(picture);
      picture.dispatchEvent(new Event("load"));
    },
    true,
  );
  const failNow = () => {
    const pictures = [...failed].filter((picture) => picture.isConnected);
    failed.clear();
    for (const picture of pictures) {
      failedOnce.add(picture);
      failing = picture;
      picture.dispatchEvent(new Event("error"));
      failing = null;
    }
    return pictures.length;
  };

  // What a page reports without end would keep the browser from answering anybody.
  let reports = 0;
  const tooMany = () => (reports += 1) > 200;
  for (const [name, report] of Object.entries(console)) {
    if (typeof report !== "function") continue;
    const say = (_, self, args) => (tooMany() ? undefined : Reflect.apply(report, self, args));
    console[name] = new Proxy(report, { apply: say });
  }
  const silence = (event) => event.isTrusted && event.target === globalThis && tooMany() && event.preventDefault();
  for (const type of ["error", "unhandledrejection"]) globalThis.addEventListener(type, silence, true);

  const SHORT = 3000; // ms: a longer one-shot timer does not hold the page open
  const CHAIN = 3; // timers set by timers set by timers: more is a polling loop
  const TWINS = 4; // timers of the same code and delay: more is a polling loop that hides its chain behind promises
  const POLL = 50;
  const STAY = 300000; // ms: nobody stays longer on a page
  const TICKS = 60; // of an interval, at most
  const MOST_POLLS = 500;
  const ROUNDS = 4; // of timers that are set by timers
  const MOST_FRAMES = 50;

  const { setTimeout, clearTimeout, setInterval, clearInterval, requestIdleCallback, cancelIdleCallback } = globalThis;
  const { requestAnimationFrame, cancelAnimationFrame } = globalThis;
  const now = performance.now.bind(performance);
  const text = Function.prototype.toString;
  const { apply, construct } = Reflect;

  // The clock goes with the timers: `ahead` are the ms that passed for the page's scripts and for nobody else.
  let ahead = 0;
  const { Date } = globalThis;
  const today = Date.now;
  Date.now = new Proxy(today, { apply: () => today() + ahead });
  globalThis.Date = new Proxy(Date, {
    apply: () => new Date(today() + ahead).toString(),
    construct: (target, args, self) => construct(target, ahead && args.length === 0 ? [today() + ahead] : args, self),
  });
  Date.prototype.constructor = globalThis.Date;
  Performance.prototype.now = new Proxy(Performance.prototype.now, {
    apply: (target, self, args) => apply(target, self, args) + ahead,
  });

  const twins = new Map();
  const kinds = [];
  let chain = 0;
  let last = now();
  let changes = 0;

  const touch = () => {
    last = now();
    changes += 1;
  };

  const twinOf = (code, delay) => delay + (typeof code === "function" ? apply(text, code, []) : String(code)).slice(0, 200);
  const chained = (twin) => {
    if (chain >= CHAIN) return true;
    const seen = (twins.get(twin) ?? 0) + 1;
    twins.set(twin, seen);
    return seen > TWINS;
  };

  const forgive = ({ twin }) => twins.set(twin, twins.get(twin) - 1);

  // A proxied function keeps name, length and "[native code]", which some scripts look at.
  const replace = (name, call) => {
    globalThis[name] = new Proxy(globalThis[name], { apply: (_, self, args) => call(self, args) });
  };

  // One-shot timers by their id: `open` are the short ones, `slow` those that a visitor would have to stay for, `polls`
  // those that come again and again.
  const watch = (set, clear, delayOf) => {
    const open = new Map();
    const slow = new Map();
    const polls = new Map();
    kinds.push({ set, clear, open, slow, polls });
    replace(set.name, (self, [code, wish, ...rest]) => {
      const delay = delayOf(wish);
      const twin = twinOf(code, delay);
      const kept = delay > STAY || polls.size >= MOST_POLLS ? null : chained(twin) ? polls : delay > SHORT ? slow : open;
      if (!kept) return apply(set, self, [code, wish, ...rest]);
      const depth = chain + 1;
      const run = function (...args) {
        kept.delete(id);
        if (kept !== polls) last = now();
        const before = chain;
        chain = depth;
        try {
          return apply(code, this, args);
        } finally {
          chain = before;
        }
      };
      const id = apply(set, self, [typeof code === "function" ? run : code, wish, ...rest]);
      kept.set(id, { code, delay, rest, twin, due: now() + ahead + delay });
      if (kept === open) last = now();
      if (typeof code !== "function") apply(set, self, [() => kept.delete(id), wish]);
      return id;
    });
  };
  // The page stays open to whoever reads it.
  replace("close", () => undefined);

  watch(setTimeout, clearTimeout, (delay) => Number(delay) || 0);
  watch(requestIdleCallback, cancelIdleCallback, () => 0);
  const forget = ({ open, slow, polls }, id) => {
    const timer = open.get(id) ?? slow.get(id);
    if (timer) forgive(timer);
    for (const timers of [open, slow, polls]) timers.delete(id);
  };
  replace("cancelIdleCallback", (self, args) => {
    forget(kinds[1], args[0]);
    return apply(cancelIdleCallback, self, args);
  });

  const intervals = new Map();
  replace("setInterval", (self, [code, wish, ...rest]) => {
    const id = apply(setInterval, self, [code, wish, ...rest]);
    intervals.set(id, { code, delay: Number(wish) || 0, rest });
    return id;
  });
  // Either function clears both; a page knows a timer that was set anew by its first id.
  const renewed = new Map();
  for (const clear of [clearTimeout, clearInterval]) {
    replace(clear.name, (self, [given]) => {
      const id = renewed.get(given | 0) ?? (given | 0);
      forget(kinds[0], id);
      intervals.delete(id);
      return apply(clear, self, [id]);
    });
  }

  // What waits for the next picture. It does not hold the page open: a page that is not drawn has none.
  const pictures = new Map();
  replace("requestAnimationFrame", (self, [code, ...rest]) => {
    if (typeof code !== "function" || pictures.size >= MOST_POLLS) return apply(requestAnimationFrame, self, [code, ...rest]);
    const draw = function (time) {
      pictures.delete(id);
      return apply(code, this, [time + ahead]);
    };
    const id = apply(requestAnimationFrame, self, [draw]);
    pictures.set(id, code);
    return id;
  });
  replace("cancelAnimationFrame", (self, args) => {
    pictures.delete(args[0]);
    return apply(cancelAnimationFrame, self, args);
  });
  const drawNow = () => {
    for (const [id, code] of [...pictures]) {
      pictures.delete(id);
      apply(cancelAnimationFrame, globalThis, [id]);
      apply(setTimeout, globalThis, [code, 0, now() + ahead]);
    }
  };

  const runNow = (timers, chosen) => {
    const [{ clear }] = kinds;
    for (const [id, timer] of [...timers]) {
      if (!chosen(timer)) continue;
      timers.delete(id);
      if (timers !== kinds[0].polls) forgive(timer);
      apply(clear, globalThis, [id]);
      renewed.set(id, apply(globalThis.setTimeout, globalThis, [timer.code, 0, ...timer.rest]));
    }
  };

  const slowest = () => Math.min(Infinity, ...[...kinds[0].slow.values()].map((timer) => timer.delay));

  // What a visitor's time does to this document alone, in steps: whoever goes through them waits in between.
  const own = {
    isThere: () => document.defaultView !== null,
    changes: () => changes,
    slowest,
    again: () => intervals.size + kinds[0].polls.size > 0,
    open: () => kinds[0].open.size + pictures.size > 0,
    // The clock once the slow timers of so many ms are due, or a later one.
    due: (delay) => Math.max(ahead, ...[...kinds[0].slow.values()].map((timer) => (timer.delay === delay ? timer.due - now() : 0))),
    advance: (to) => (ahead = to),
    end: (delay) => runNow(kinds[0].slow, (timer) => timer.delay === delay),
    drive: () => {
      drawNow();
      runNow(kinds[0].open, (timer) => timer.delay > 0);
    },
    beat: (number, least) => {
      for (const [id, { code, delay, rest }] of [...intervals]) {
        if (delay < least || number >= 60000 / delay || !intervals.has(id)) continue;
        const run = (...args) => intervals.has(id) && apply(code, globalThis, args);
        apply(setTimeout, globalThis, [typeof code === "function" ? run : code, 0, ...rest]);
      }
      for (const timers of [kinds[0].open, kinds[0].polls]) runNow(timers, ({ delay }) => delay > 0 && delay >= least);
    },
    descend: () => descend(document),
    fail: failNow,
  };

  // With the page go the documents in frames of one origin with it, however deep: each tells the page's own of itself.
  const inner = new Set();
  let past = 0; // changes in documents that are not there any more
  const all = () => {
    for (const one of inner) {
      if (one.isThere()) continue;
      inner.delete(one);
      past += one.changes();
    }
    return [own, ...inner];
  };
  const join = (one) => {
    if (inner.size >= MOST_FRAMES) all();
    if (inner.size >= MOST_FRAMES) return;
    inner.add(one);
    one.advance(ahead);
  };
  if (globalThis.top !== globalThis) {
    try {
      globalThis.top[key].join(own);
    } catch {} // of another origin
  }

  const next = () => Math.min(...all().map((one) => one.slowest()));
  const advance = (to) => all().forEach((one) => one.advance(to));
  const rest = () => new Promise((done) => apply(setTimeout, globalThis, [done, 4]));

  // Lets the time pass that the next slow timers wait for: they run at once.
  const pass = () => {
    const delay = next();
    advance(Math.max(...all().map((one) => one.due(delay))));
    for (const one of all()) one.end(delay);
  };

  // Lets the short timers and what waits for a picture run at once, and those that they set.
  const hurry = async () => {
    for (let round = 0; round < ROUNDS && all().some((one) => one.open()); round += 1) {
      for (const one of all()) one.drive();
      await rest();
    }
    return state();
  };

  // Lets a minute pass for what is done again and again, every `least` ms or less often, and minutes on the clock.
  const tick = async (least) => {
    for (let number = 0; number < TICKS; number += 1) {
      advance(ahead + STAY / TICKS);
      for (const one of all()) one.beat(number, least);
      await rest();
    }
  };

  // Lets the pictures fail that may have failed; how many those are.
  const fail = () => all().reduce((sum, one) => sum + one.fail(), 0);

  const element = (node) => node.nodeType === Node.ELEMENT_NODE;
  const observer = new MutationObserver((records) => {
    if (records.some((r) => r.type === "attributes" || [...r.addedNodes].some(element))) touch();
  });
  const addresses = ["src", "href", "action", "data", "srcdoc", "data-src", "data-lazy-src", "data-original"];
  const watched = { subtree: true, childList: true, attributes: true, attributeFilter: addresses };
  observer.observe(document, watched);

  // Shadow roots that stand in the markup are made without a call.
  const rootOf = Object.getOwnPropertyDescriptor(Element.prototype, "shadowRoot").get;
  const observed = new WeakSet();
  const descend = (root) => {
    for (const element of root.querySelectorAll("*")) {
      const inside = apply(rootOf, element, []);
      if (!inside) continue;
      if (!observed.has(inside)) observer.observe(inside, watched);
      observed.add(inside);
      descend(inside);
    }
  };
  document.addEventListener("DOMContentLoaded", () => descend(document));

  const closed = [];
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = new Proxy(attachShadow, {
    apply(target, self, args) {
      const root = apply(target, self, args);
      observer.observe(root, watched);
      observed.add(root);
      if (root.mode === "closed") closed.push(root);
      return root;
    },
  });

  // Resolves with true once the document is complete, no timer is open and nothing changed for `still` ms; with false
  // after `cap` ms.
  const quiet = (still, cap) =>
    new Promise((resolve) => {
      const start = now();
      const timer = setInterval(() => {
        const calm = document.readyState === "complete" && kinds.every(({ open }) => open.size === 0) && now() - last >= still;
        if (!calm && now() - start < cap) return;
        clearInterval(timer);
        resolve(calm);
      }, Math.min(POLL, still / 2));
    });

  // What a probing visitor has to know: how often something came onto the page, for how many seconds the next slow timer
  // has to be waited for, whether things are done again and again, how many closed shadow roots there are.
  let seen = -1;
  const state = () => {
    const documents = all();
    const count = documents.reduce((sum, one) => sum + one.changes(), past);
    if (count !== seen) documents.forEach((one) => one.descend());
    seen = count;
    const delay = next();
    return [count, delay === Infinity ? 0 : delay / 1000, documents.some((one) => one.again()), closed.length];
  };

  // What is asked for by a worker of the site's own is not seen from here: a browser that forbids them says so.
  const workers = globalThis.navigator?.serviceWorker;
  if (workers) workers.register = () => Promise.reject(new DOMException("Service workers are switched off.", "SecurityError"));

  // From another world it is asked by an event whose name no page knows: whether it is quiet by so many ms and within so
  // many, or, by whoever tries the page out, to let the short timers run.
  const channel = "unembed.channel";
  const { CustomEvent } = globalThis;
  const { dispatchEvent } = EventTarget.prototype;
  const { stringify } = JSON;
  globalThis.addEventListener(channel, async (event) => {
    event.preventDefault();
    if (typeof event.detail === "string") {
      await quiet(...event.detail.split(" ").map(Number));
      apply(dispatchEvent, globalThis, [new CustomEvent(`${channel}.calm`)]);
      return;
    }
    apply(dispatchEvent, globalThis, [new CustomEvent(`${channel}.said`, { detail: stringify(await hurry()) })]);
  });

  Object.defineProperty(globalThis, key, { value: Object.freeze({ quiet, state, pass, tick, hurry, fail, closed, join }) });
})();
