/* Puts the calendar of the video consultation in place once the page has settled. */
(function () {
  var place = document.querySelector('.video-calendar');
  var service = ['api', 'lead' + 'connector' + 'hq', 'com'].join('.');
  window.setTimeout(function () {
    place.innerHTML = '<iframe title="Choose a time" scrolling="no" style="width:100%;height:600px;border:none" src="' +
      ['https:', '', service, 'widget', 'book' + 'ing', place.dataset.calendar].join('/') + '"></iframe>';
  }, 400);
})();
