// Scrolls a page through, and whatever on it can be scrolled.
({ frame }) => {
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

  // The places to be scrolled to, one after the other.
  let places = [];
  const survey = () => {
    places = [];
    for (const element of scrollers()) {
      const high = element === document.scrollingElement ? innerHeight : element.clientHeight;
      for (let top = 0; top < element.scrollHeight - high; ) places.push([element, { top: (top += high * 0.9) }]);
      for (let left = 0; left < element.scrollWidth - element.clientWidth - 40; ) places.push([element, { left: (left += element.clientWidth) }]);
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
