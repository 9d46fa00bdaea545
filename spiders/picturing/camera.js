// Finds what a picture is to show and what it has to cover, in a document's world of our own. Boxes are
// [x, y, width, height] in pixels of the document's window.
() => {
  const MATCHES = 200;
  const ELEMENTS = 20_000;
  const TEXTS = 5_000;
  const COVERS = 400;
  const SOURCE = 50_000;
  const SHORT = 40;
  const LITTLE = 12;
  const TELLING = 6;
  const SHOWN = {
    checkOpacity: true, checkVisibilityCSS: true,
    opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true,
  };
  const TALKS = /(?:^|[^a-z])(?:reviews?|testimonials?|reputation|chat|livechat|messenger|quotes?)(?:[^a-z]|$)/i;
  const REVIEWED = "blockquote, [itemprop='review'], [itemprop='reviewBody'], [itemtype$='/Review']";
  const WHOLE = new Set(["html", "body", "main", "article"]);
  const NAMING = new Set(["iframe", "embed", "object", "a", "area", "button", "form", "img", "div", "section"]);
  const WRITTEN = new Set(["text", "email", "tel", "search", "url", "password", "number", "date", "datetime-local", "month"]);
  const MAIL = /[\w.+-]{1,64}@((?:[\w-]{1,63}\.){1,8}[\w-]{2,63})/g;

  // What has no box of its own may show something in it.
  const visible = (element) => {
    let node = element;
    while (node && getComputedStyle(node).display === "contents") node = node.assignedSlot ?? node.parentElement;
    return node !== null && node.checkVisibility(SHOWN);
  };
  const plain = (text) => text.replace(/\s+/g, " ").trim().toLowerCase();
  const values = (element) => [...element.attributes].map((attribute) => attribute.value);
  const box = (rect) => [rect.x, rect.y, rect.width, rect.height];
  const meets = (one, two) =>
    one.x < two.x + two.width && two.x < one.x + one.width && one.y < two.y + two.height && two.y < one.y + one.height;
  const inWindow = (rect) =>
    rect.width > 0 && rect.height > 0 && rect.right > 0 && rect.bottom > 0 && rect.x < innerWidth && rect.y < innerHeight;

  // All elements of a tree with its open shadow roots.
  function* every(root, spent = { left: ELEMENTS }) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
    while (walker.nextNode() && spent.left-- > 0) {
      yield walker.currentNode;
      if (walker.currentNode.shadowRoot) yield* every(walker.currentNode.shadowRoot, spent);
    }
  }

  const holds = (outer, inner) => {
    for (let node = inner; node; node = node.assignedSlot ?? node.parentNode ?? node.host) if (node === outer) return true;
    return false;
  };

  // --- finding

  const names = (element, clues) => {
    const source = element.outerHTML.slice(0, SOURCE);
    if (clues.digits) return source.replace(/\D/g, "").includes(clues.digits);
    return clues.texts.some((text) => source.includes(text));
  };

  const isSame = (element, hint, clues) => {
    const tag = /^<([a-z][\w-]*)/i.exec(hint.excerpt)?.[1].toLowerCase();
    if (tag && tag !== element.localName) return false;
    if (names(element, clues)) return true;
    const led = [element.getAttribute("href"), element.getAttribute("src")];
    return led.some((address) => address && address.length >= TELLING && hint.excerpt.includes(address));
  };

  const best = (found) => found.find(visible) ?? found[0] ?? null;

  const matches = (root, selector) => {
    try {
      return [...root.querySelectorAll(selector)].slice(0, MATCHES);
    } catch {
      return [];
    }
  };

  const find = (root, selector, hint, clues) => best(matches(root, selector).filter((one) => isSame(one, hint, clues)));

  const says = (element, label) =>
    [element.innerText, element.getAttribute("aria-label"), element.getAttribute("title"), element.value]
      .some((text) => typeof text === "string" && plain(text).startsWith(plain(label).slice(0, SHORT)));

  const opener = (root, selector, label) => {
    const found = matches(root, selector);
    return best(plain(label) ? found.filter((one) => says(one, label)) : found.length === 1 ? found : []);
  };

  const bears = (element, clues) => {
    const own = values(element);
    return (
      clues.ids.some((id) => own.some((value) => value.includes(id))) ||
      clues.texts.some((text) => own.some((value) => value.replace(/^(?:https?:)?\/\//, "").split(/[?#]/)[0] === text))
    );
  };

  const search = (root, clues) => {
    const found = [];
    for (const element of every(root)) {
      const may = NAMING.has(element.localName) || element.localName.includes("-");
      if (may && bears(element, clues)) found.push(element);
      if (found.length === MATCHES) break;
    }
    return best(found.filter(visible));
  };

  // Whether an element that was found is in the page still, and still what it was taken for.
  const isThing = (element, hints, clues) =>
    element.isConnected && (bears(element, clues) || hints.some((hint) => isSame(element, hint, clues)));

  const isOpener = (element, label) => element.isConnected && says(element, label);

  // --- what lies over it

  const hits = (element, ...seen) => {
    const rect = seen.length ? new DOMRect(...seen) : element.getBoundingClientRect();
    const [left, top] = [Math.max(0, rect.x), Math.max(0, rect.y)];
    const [right, bottom] = [Math.min(innerWidth, rect.right), Math.min(innerHeight, rect.bottom)];
    const points = [[0.5, 0.5], [0.2, 0.3], [0.8, 0.3], [0.2, 0.7], [0.8, 0.7]];
    return points.some(([across, down]) => {
      const [x, y] = [left + (right - left) * across, top + (bottom - top) * down];
      let hit = document.elementFromPoint(x, y);
      while (hit?.shadowRoot?.elementFromPoint(x, y) && hit.shadowRoot.elementFromPoint(x, y) !== hit) {
        hit = hit.shadowRoot.elementFromPoint(x, y);
      }
      return hit !== null && (holds(element, hit) || holds(hit, element));
    });
  };

  // A cookie banner or a bar that stays on the screen, in front of what the picture is to show.
  const putAside = (element, seen, picture) => {
    const own = new DOMRect(...seen);
    const cut = new DOMRect(...picture);
    for (const other of every(document)) {
      const position = getComputedStyle(other).position;
      if (position !== "fixed" && position !== "sticky") continue;
      const rect = other.getBoundingClientRect();
      const low = position === "fixed" && (rect.y > innerHeight / 2 || rect.width * rect.height > innerWidth * innerHeight / 2);
      if (!(meets(rect, own) || (low && meets(rect, cut))) || holds(other, element) || holds(element, other)) continue;
      other.style.setProperty("transition", "none", "important");
      other.style.setProperty("opacity", "0", "important");
      other.style.setProperty("pointer-events", "none", "important");
    }
  };

  // --- what is covered

  const talks = (element) => {
    if (WHOLE.has(element.localName)) return false;
    const said = [element.localName, element.id, element.getAttribute("class"), element.getAttribute("title")];
    if (element.localName === "iframe") said.push(element.getAttribute("src"), element.getAttribute("name"));
    return said.some((text) => typeof text === "string" && TALKS.test(text)) || element.matches(REVIEWED);
  };

  // The elements in which somebody says something, the outermost first.
  const secrets = (known) => {
    const found = [];
    for (const element of every(document)) {
      if (WHOLE.has(element.localName)) continue;
      if (known.some((clues) => bears(element, clues)) || talks(element)) found.push(element);
      if (found.length === MATCHES) break;
    }
    return found;
  };

  // Those of them whose words may stand in a root that cannot be looked into from here.
  const shut = (at, known) =>
    secrets(known).filter((one) => one.localName.includes("-") || (!one.firstElementChild && one.localName !== "iframe"));

  const texts = function* (root, spent) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = root; node && spent.left > 0; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) {
        spent.left -= 1;
        if (node.data.trim()) yield node;
      } else if (node.shadowRoot) {
        yield* texts(node.shadowRoot, spent);
      }
    }
  };

  const rects = (node, start, end) => {
    const range = document.createRange();
    if (start === undefined) range.selectNodeContents(node);
    else {
      range.setStart(node, start);
      range.setEnd(node, end);
    }
    return [...range.getClientRects()].filter(inWindow);
  };

  const isOwn = (domain, own) => own.some((host) => domain === host || domain.endsWith(`.${host}`));

  // Boxes with what they cover: words, a photograph, or all of a frame or widget. Null: too much to be sure.
  const covers = (at, known, own) => {
    const found = [];
    const add = (kind, rect) => found.push([kind, ...box(rect)]);
    const spent = { left: TEXTS };
    const called = ["a", "button"].includes(at.localName) ? at : null;
    for (const element of secrets(known)) {
      if (element.localName === "iframe") add("talk", element.getBoundingClientRect());
      else {
        for (const text of texts(element, spent)) {
          if (!called || !holds(called, text)) rects(text).forEach((rect) => add("words", rect));
        }
        for (const inner of every(element)) {
          if (["iframe", "canvas", "object", "embed", "input", "textarea"].includes(inner.localName)) {
            add("words", inner.getBoundingClientRect());
          }
        }
      }
    }
    for (const text of texts(document.documentElement, spent)) {
      for (const match of text.data.slice(0, SOURCE).matchAll(MAIL)) {
        if (!isOwn(match[1].toLowerCase(), own)) {
          rects(text, match.index, match.index + match[0].length).forEach((rect) => add("words", rect));
        }
      }
    }
    for (const element of every(document)) {
      const tag = element.localName;
      const rect = ["input", "textarea", "img", "video"].includes(tag) ? element.getBoundingClientRect() : null;
      if (!rect || !inWindow(rect) || rect.width < LITTLE || rect.height < LITTLE) continue;
      if (tag === "textarea" || (tag === "input" && WRITTEN.has(element.type))) {
        if (element.value) add("words", rect);
      } else if (tag !== "input" && visible(element)) {
        const [x, y] = [rect.x + rect.width / 2, rect.y + rect.height / 2];
        const top = document.elementFromPoint(Math.min(Math.max(x, 0), innerWidth - 1), Math.min(Math.max(y, 0), innerHeight - 1));
        if (top === element) add("photo", rect);
      }
    }
    const seen = found.filter(([, x, y, width, height]) => inWindow(new DOMRect(x, y, width, height)));
    return spent.left <= 0 || seen.length > COVERS ? null : seen;
  };

  // What has no place of its own in the page and is in the window already stays there, wherever the page is.
  const show = (element, inWindow) => {
    const rect = element.getBoundingClientRect();
    if (inWindow && !(rect.width && rect.height)) return;
    const tall = rect.height > innerHeight - 160;
    element.scrollIntoView({ block: tall ? "start" : "center", inline: "center", behavior: "instant" });
    if (tall) scrollBy({ top: -80, behavior: "instant" });
  };

  // A page that waits for that to bring things gets to see a visitor going down once.
  const down = async () => {
    const end = Math.min(document.documentElement.scrollHeight, innerHeight * 15);
    for (let y = 0; y < end; y += innerHeight * 0.8) {
      scrollTo({ top: y, behavior: "instant" });
      await new Promise((done) => setTimeout(done, 40));
    }
    scrollTo({ top: 0, behavior: "instant" });
  };

  return { find, opener, search, isThing, isOpener, visible, hits, putAside, shut, covers, show, down };
}
