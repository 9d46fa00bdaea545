/* Stand-in for the script of the CRM's review widget, written for this demo. */
window.addEventListener('message', function (event) {
  var height = Array.isArray(event.data) && event.data[0] === 'highlevel.setHeight' && event.data[1].height;
  if (height) {
    document.querySelectorAll('iframe.lc_reviews_widget').forEach(function (frame) {
      if (frame.contentWindow === event.source) {
        frame.style.height = height + 'px';
      }
    });
  }
});
