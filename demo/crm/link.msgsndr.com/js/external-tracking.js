/* Stand-in for the CRM's external tracking script, written for this demo: it reports the page view, as the real one does. */
(function () {
  var id = document.currentScript.getAttribute('data-tracking-id');
  window.addEventListener('load', function () {
    fetch('https://backend.leadconnectorhq.com/external-tracking/events', {
      method: 'POST',
      keepalive: true,
      body: JSON.stringify({ trackingId: id, type: 'page_view', url: window.location.href })
    }).catch(function () {});
  });
})();
