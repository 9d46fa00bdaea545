/* Stand-in for the CRM's resizer script, written for this demo: it styles the page at once, and wraps a frame when
   the frame asks for the visitor's query. */
(function () {
  if (document.getElementById('embeddedIframes')) {
    return;
  }
  var style = document.createElement('style');
  style.id = 'embeddedIframes';
  style.textContent = '.ep-wrapper { position: relative; } .ep-iFrame { width: 100%; }';
  document.head.append(style);

  function frameOf(source) {
    return Array.from(document.querySelectorAll('iframe[id]')).find(function (frame) {
      return frame.contentWindow === source;
    });
  }

  function wrap(frame) {
    if (frame.parentElement.classList.contains('ep-iFrameContainer')) {
      return;
    }
    var outer = document.createElement('div');
    outer.id = frame.id + '-wrapper';
    outer.className = 'ep-wrapper ep-inline';
    var inner = document.createElement('div');
    inner.id = frame.id + '-div';
    inner.className = 'ep-iFrameContainer';
    frame.replaceWith(outer);
    outer.append(inner);
    inner.append(frame);
    frame.classList.add('ep-iFrame');
  }

  window.addEventListener('message', function (event) {
    var frame = Array.isArray(event.data) ? frameOf(event.source) : undefined;
    if (frame && event.data[0] === 'fetch-query-params') {
      event.source.postMessage(['query-params', window.location.search], event.origin);
      wrap(frame);
    }
    if (frame && event.data[0] === 'highlevel.setHeight') {
      frame.style.height = event.data[1].height + 'px';
    }
  });
})();
