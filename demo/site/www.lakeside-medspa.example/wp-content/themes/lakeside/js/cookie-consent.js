/* Asks once, and runs the scripts that wait for the answer. */
(function () {
  var key = 'lakeside-consent';

  function run() {
    document.querySelectorAll('script[type="text/plain"][data-cookieyes]').forEach(function (waiting) {
      var script = document.createElement('script');
      script.src = waiting.src;
      waiting.replaceWith(script);
    });
  }

  function answer(words, name, banner) {
    var button = document.createElement('button');
    button.type = 'button';
    button.className = name;
    button.textContent = words;
    button.addEventListener('click', function () {
      localStorage.setItem(key, name);
      banner.remove();
      if (name === 'accept') {
        run();
      }
    });
    return button;
  }

  if (localStorage.getItem(key) === 'accept') {
    run();
  } else if (localStorage.getItem(key) === null && window.top === window) {
    var banner = document.createElement('section');
    banner.className = 'cookie-banner';
    banner.setAttribute('aria-label', 'Cookies');
    banner.append('May we remember which page brought you here? ');
    var more = document.createElement('a');
    more.href = '/privacy-policy/';
    more.textContent = 'What that means';
    banner.append(more, document.createElement('br'));
    banner.append(answer('Accept', 'accept', banner), answer('No, thank you', 'decline', banner));
    document.body.append(banner);
  }
})();
