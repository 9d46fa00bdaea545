/* Loads a frame when it comes near the window. */
(function () {
  var near = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      if (entry.isIntersecting) {
        near.unobserve(entry.target);
        entry.target.src = entry.target.dataset.src || entry.target.dataset.lazySrc;
        entry.target.classList.add('lazyloaded');
      }
    });
  }, { rootMargin: '400px' });
  document.querySelectorAll('iframe.lazyload').forEach(function (frame) { near.observe(frame); });
})();
