/* Stand-in for the script of the CRM's pages, written for this demo: it tells the page around it how tall it is. */
(function () {
  if (window.parent === window) {
    return;
  }
  function tell() {
    window.parent.postMessage(['highlevel.setHeight', { height: Math.ceil(document.body.getBoundingClientRect().height) }], '*');
  }

  window.parent.postMessage(['fetch-query-params', document.title], '*');
  window.addEventListener('message', function (event) {
    if (Array.isArray(event.data) && event.data[0] === 'query-params') {
      tell();
    }
  });
  window.addEventListener('load', tell);
})();
