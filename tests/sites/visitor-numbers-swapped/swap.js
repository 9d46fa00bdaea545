(function () {
  var own = "2125550142";
  function written(like, number) {
    var digits = number.split("");
    return like.replace(/\d/g, function () { return digits.shift(); });
  }
  function swap(root, number) {
    var walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (var node = walker.nextNode(); node; node = walker.nextNode()) {
      node.data = node.data.replace(/\(?\d{3}\)?[-. ]+\d{3}[-.]\d{4}/g, function (like) {
        return like.replace(/\D/g, "") === own ? written(like, number) : like;
      });
    }
    root.querySelectorAll('a[href^="tel:"]').forEach(function (link) {
      if (link.getAttribute("href").slice(-10) === own) link.setAttribute("href", "tel:+1" + number);
    });
    root.querySelectorAll("*").forEach(function (element) {
      if (element.shadowRoot) swap(element.shadowRoot, number);
    });
  }
  var script = document.currentScript;
  function begin() {
    fetch(new URL("/numbers?pool=" + (script.dataset.pool || "visitors"), script.src))
      .then(function (answer) { return answer.json(); })
      .then(function (answer) { swap(document.body, answer.number); });
  }
  var wait = Number(script.dataset.wait || 0);
  if (script.dataset.only && !new RegExp(script.dataset.only).test(location.search)) return;
  document.addEventListener("DOMContentLoaded", wait ? function () { setTimeout(begin, wait); } : begin);
})();
