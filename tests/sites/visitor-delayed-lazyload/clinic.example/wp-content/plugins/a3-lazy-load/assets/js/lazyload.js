// Stand-in for a3 Lazy Load, which looks at the page on scroll, at most five times a second.
var waiting = null;
window.addEventListener("scroll", function () {
  if (waiting) return;
  waiting = setTimeout(function () {
    waiting = null;
    document.querySelectorAll(".lazy-hidden[data-src]").forEach(function (element) {
      var box = element.getBoundingClientRect();
      if (box.top > window.innerHeight || box.bottom < 0) return;
      element.src = element.getAttribute("data-src");
      element.className = "lazy-loaded";
    });
  }, 200);
});
