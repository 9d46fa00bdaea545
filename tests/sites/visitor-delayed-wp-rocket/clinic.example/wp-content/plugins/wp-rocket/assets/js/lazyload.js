// Stand-in for WP Rocket's lazy loading of frames.
(function () {
  var watcher = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      if (!entry.isIntersecting) return;
      watcher.unobserve(entry.target);
      entry.target.classList.add("entered", "lazyloaded");
      entry.target.src = entry.target.dataset.lazySrc;
      entry.target.dataset.llStatus = "loaded";
    });
  }, { rootMargin: "300px" });
  document.querySelectorAll("iframe[data-lazy-src]").forEach(function (frame) { watcher.observe(frame); });
})();
