// Scrolls a page through, whatever on it can be scrolled, and later what was opened on it.
({ frame, roots, hurried }) => {
  const BOXES = 10; // besides the page itself
  const LEAST = 100; // pixels: what is smaller shows nothing
  const MOST = 1000; // places
  const WHILE = 1000; // ms
  const STEPS = 10; // through what was opened
  const WATCHED = 10000; // elements: of larger pages nobody asks what was opened

  // Whether the page, or a box, can be scrolled down and sideways.
  const rolls = (element) => {
    const down = element.scrollHeight > element.clientHeight + 40 && element.clientHeight > LEAST;
    const sideways = element.scrollWidth > element.clientWidth + 40 && element.clientWidth > LEAST;
    if (!down && !sideways) return { down, sideways };
    const { overflowX, overflowY } = getComputedStyle(element);
    return { down: down && /auto|scroll/.test(overflowY), sideways: sideways && /auto|scroll/.test(overflowX) };
  };

  function* stops(whole, window, step) {
    for (let place = 0; place < whole - window; ) yield (place += Math.max(step, LEAST));
  }

  // The places to be scrolled to, one after the other.
  let places = [];
  const survey = () => {
    places = [];
    const own = document.scrollingElement ?? document.documentElement;
    const add = (element, side, way) => {
      for (const stop of way) if (places.push([element, { [side]: stop }]) >= MOST) return;
    };
    add(own, "top", stops(own.scrollHeight, innerHeight, innerHeight * 0.9));
    add(own, "left", stops(own.scrollWidth, own.clientWidth + 40, own.clientWidth));
    let boxes = 0;
    for (const element of document.querySelectorAll("*")) {
      if (boxes >= BOXES || places.length >= MOST) break;
      if (element === own) continue;
      const { down, sideways } = rolls(element);
      if (down) add(element, "top", stops(element.scrollHeight, element.clientHeight, element.clientHeight * 0.9));
      if (sideways) add(element, "left", stops(element.scrollWidth, element.clientWidth + 40, element.clientWidth));
      boxes += down || sideways;
    }
    return places.length;
  };
  // From place to place, for a while; how many are left.
  const scroll = async () => {
    const end = performance.now() + WHILE;
    let said = null;
    while (places.length && performance.now() < end) {
      const [element, place] = places.shift();
      element.scrollTo({ ...place, behavior: "instant" });
      await frame();
      said = await hurried();
    }
    return { left: places.length, said };
  };
  const rise = () => scrollTo({ top: 0, left: 0, behavior: "instant" });

  const shown = () => {
    const all = roots().flatMap((root) => [...root.querySelectorAll("*")]);
    return all.length > WATCHED ? [] : all.filter((element) => element.checkVisibility());
  };
  let before = new WeakSet();
  const remember = () => {
    before = new WeakSet(shown());
  };
  // Brings into the window, piece by piece, what is shown and was not when it was remembered. Whether there is anything.
  const unfold = async () => {
    const left = new Set(shown().filter((element) => !before.has(element)));
    const watch = new IntersectionObserver((seen) => {
      for (const { target, isIntersecting } of seen) if (isIntersecting) left.delete(target);
    });
    for (const element of left) watch.observe(element);
    const any = left.size > 0;
    await frame();
    for (let step = 0; left.size && step < STEPS; step += 1) {
      const [next] = left;
      left.delete(next);
      next.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
      await frame();
    }
    watch.disconnect();
    if (any) rise();
    return any;
  };

  return { survey, scroll, rise, remember, unfold };
}
