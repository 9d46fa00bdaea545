// Knows a page again that is still the same, as far as anything on it may name something.
({ roots }) => {
  const LARGE = 50000; // elements: nobody compares more

  // What can change on an element without naming anything: plain words of a look or a state.
  const LOOKS = / (?:class|style|hidden|open|tabindex|data-state|aria-[a-z]+)="[^"]*"/g;
  const names = (words) => /[A-Za-z0-9]{20}|\/\/|tel:|\d{3}/.test(words);
  // A number that is another one as soon as anything is that may name something, in whatever document or shadow root;
  // null if there is too much of it to say.
  const mark = () => {
    if (document.getElementsByTagName("*").length > LARGE) return null;
    let sum = 0;
    for (const root of roots()) {
      const text = (root.documentElement?.outerHTML ?? root.innerHTML ?? "").replace(LOOKS, (all) => (names(all) ? all : ""));
      for (let place = 0; place < text.length; place += 1) sum = (Math.imul(sum, 31) + text.charCodeAt(place)) | 0;
    }
    return sum;
  };

  return { mark };
}
