/* Stand-in for the CRM's chat loader, written for this demo: it asks for the widget's configuration, adds the element
   and loads the script that draws it. */
(function () {
  var own = document.currentScript;
  var id = own.getAttribute('data-widget-id');
  var base = own.getAttribute('data-resources-url').replace(/loader\.js$/, '');

  function add(reply) {
    var chat = document.createElement('chat-widget');
    chat.setAttribute('widget-id', id);
    Object.keys(reply.config).forEach(function (name) { chat.setAttribute(name, reply.config[name]); });
    document.body.append(chat);
    window.leadConnector = { chatWidget: { openWidget: function () {}, closeWidget: function () {} } };
    var script = document.createElement('script');
    script.src = base + 'chat-widget.js';
    document.body.append(script);
  }

  function start() {
    fetch('https://services.leadconnectorhq.com/chat-widget/public/config/' + id)
      .then(function (response) { return response.json(); })
      .then(add);
  }

  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', start);
  } else {
    start();
  }
})();
