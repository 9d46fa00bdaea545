// Stand-in for next/script: what says lazyOnload is inserted when the page has loaded and the browser is idle.
(function () {
  function insert(props) {
    var script = document.createElement("script");
    Object.keys(props).forEach(function (name) { if (name !== "strategy") script.setAttribute(name, props[name]); });
    script.setAttribute("data-nscript", props.strategy);
    document.body.appendChild(script);
  }
  function start() {
    (self.__next_f || []).forEach(function (piece) {
      if (piece[0] !== 1) return;
      var props = JSON.parse(piece[1].slice(2))[3];
      if (props.strategy === "lazyOnload") requestIdleCallback(function () { insert(props); });
    });
  }
  if (document.readyState === "complete") start();
  else addEventListener("load", start);
})();
