// Stand-in for a container of Matomo Tag Manager.
(function () {
  function put(html) {
    var box = document.createElement("div");
    box.innerHTML = html;
    Array.from(box.childNodes).forEach(function (node) { document.body.appendChild(node); });
  }
  var tags = [
    {"id": "t1", "type": "CustomHtml", "parameters": {"customHtml": "\x3ciframe src=\"https:\/\/api.leadconnectorhq.com\/widget\/form\/GbCdEfGhIjKlMnOpQrSt\" title=\"Form\"\x3e\x3c\/iframe\x3e"}, "on": "/matomo/"},
    {"id": "t2", "type": "CustomHtml", "parameters": {"customHtml": "\x3ciframe src=\"https:\/\/api.leadconnectorhq.com\/widget\/booking\/HbCdEfGhIjKlMnOpQrSt\" title=\"Calendar\"\x3e\x3c\/iframe\x3e"}, "on": "/thanks"}
  ];
  tags.forEach(function (tag) { if (location.pathname === tag.on) put(tag.parameters.customHtml); });
})();
