/* Members who read this far are told where the preview evening is. */
(function () {
  var place = document.querySelector('.preview-evening');
  var link = document.createElement('a');
  link.href = '/' + place.dataset.evening + '/';
  link.textContent = 'Choose an evening';
  place.append(' ', link);
})();
