(function () {
  var tag = document.currentScript || document.querySelector("script[data-tracking-id]");
  var id = tag.getAttribute("data-tracking-id");
  navigator.sendBeacon("https://backend.leadconnectorhq.com/external-tracking/events", JSON.stringify({ id: id }));
})();
