// Runs in every document before its own scripts, and tells when nothing in it is about to change the page any more.
// It lives in the page's own world, where a hostile page can lie to it: it may decide when a page is read, never what.
(() => {
  const key = Symbol.for("unembed.quiet");
  if (Object.hasOwn(globalThis, key)) return;

  if (globalThis.top === globalThis) globalThis.name = ""; // a tab keeps its name from page to page, a visitor has none

  // Pictures are not fetched here, but a visitor sees them: they count as loaded, and no stand-in for them runs.
  globalThis.addEventListener(
    "error",
    (event) => {
      if (event.target?.tagName !== "IMG") return;
      event.stopImmediatePropagation();
      event.target.dispatchEvent(new Event("load"));
    },
    true,
  );

  const SHORT = 3000; // ms: a longer one-shot timer does not hold the page open
  const CHAIN = 3; // timers set by timers set by timers: more is a polling loop
  const TWINS = 4; // timers of the same code and delay: more is a polling loop that hides its chain behind promises
  const POLL = 50;

  const { setTimeout, clearTimeout, setInterval, clearInterval, requestIdleCallback, cancelIdleCallback } = globalThis;
  const now = performance.now.bind(performance);
  const text = Function.prototype.toString;
  const { apply } = Reflect;

  const twins = new Map();
  const kinds = [];
  let chain = 0;
  let last = now();

  const counts = (code, delay) => {
    if (typeof code !== "function" || chain >= CHAIN || !(delay <= SHORT)) return false;
    const twin = delay + apply(text, code, []).slice(0, 200);
    const seen = (twins.get(twin) ?? 0) + 1;
    twins.set(twin, seen);
    return seen <= TWINS;
  };

  // A proxied function keeps name, length and "[native code]", which some scripts look at.
  const watch = (set, clear, delayOf) => {
    const open = new Set();
    kinds.push(open);
    globalThis[set.name] = new Proxy(set, {
      apply(target, self, [code, delay, ...rest]) {
        if (!counts(code, delayOf(delay))) return apply(target, self, [code, delay, ...rest]);
        const depth = chain + 1;
        const run = function (...args) {
          open.delete(id);
          last = now();
          const before = chain;
          chain = depth;
          try {
            return apply(code, this, args);
          } finally {
            chain = before;
          }
        };
        const id = apply(target, self, [run, delay, ...rest]);
        open.add(id);
        last = now();
        return id;
      },
    });
    globalThis[clear.name] = new Proxy(clear, {
      apply(target, self, args) {
        open.delete(args[0]);
        return apply(target, self, args);
      },
    });
  };
  watch(setTimeout, clearTimeout, (delay) => Number(delay) || 0);
  watch(requestIdleCallback, cancelIdleCallback, () => 0);

  new MutationObserver((records) => {
    const element = (node) => node.nodeType === Node.ELEMENT_NODE;
    if (records.some((r) => r.type === "attributes" || [...r.addedNodes].some(element))) last = now();
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["src", "href", "action"] });

  // Resolves with true once the document is complete, no timer is open and nothing changed for `still` ms; with false
  // after `cap` ms.
  const quiet = (still, cap) =>
    new Promise((resolve) => {
      const start = now();
      const timer = setInterval(() => {
        const calm = document.readyState === "complete" && kinds.every((open) => open.size === 0) && now() - last >= still;
        if (!calm && now() - start < cap) return;
        clearInterval(timer);
        resolve(calm);
      }, POLL);
    });
  Object.defineProperty(globalThis, key, { value: quiet });
})();
