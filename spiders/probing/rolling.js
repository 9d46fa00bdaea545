// Scrolls a page through, and whatever on it can be scrolled.
({ frame }) => {
  const BOXES = 10; // besides the page itself
  const LEAST = 100; // pixels: what is smaller shows nothing
  const MOST = 1000; // places

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
  const scroll = async () => {
    const [element, place] = places.shift();
    element.scrollTo({ ...place, behavior: "instant" });
    await frame();
  };
  const rise = () => scrollTo({ top: 0, left: 0, behavior: "instant" });

  return { survey, scroll, rise };
}
