document.querySelectorAll(".lazy-embed").forEach(function (box) {
  var root = box.dataset.root ? document.querySelector(box.dataset.root) : null;
  new IntersectionObserver(function (entries, watcher) {
    if (!entries.some(function (entry) { return entry.isIntersecting; })) return;
    watcher.disconnect();
    var frame = document.createElement("iframe");
    frame.title = "Embed";
    frame.src = box.dataset.embed;
    box.appendChild(frame);
  }, { root: root }).observe(box);
});
