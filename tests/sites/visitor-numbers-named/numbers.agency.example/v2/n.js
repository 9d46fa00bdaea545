(function () {
  var words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (var node = words.nextNode(); node; node = words.nextNode()) {
    node.data = node.data.replace("(212) 555-0142", "(646) 555-0180").replace("212.555.0142", "646.555.0180");
  }
  document.querySelectorAll("a.call").forEach(function (link) { link.href = "tel:+16465550180"; });
})();
