/* Stand-in for the script of the CRM's pages, written for this demo: it tells the page around it how tall it is. */
(function () {
  if (window.parent === window) {
    return;
  }
  window.parent.postMessage(['fetch-query-params', document.title], '*');
  window.addEventListener('message', function (event) {
    if (Array.isArray(event.data) && event.data[0] === 'query-params') {
      window.parent.postMessage(['highlevel.setHeight', { height: document.documentElement.scrollHeight }], '*');
    }
  });
})();
