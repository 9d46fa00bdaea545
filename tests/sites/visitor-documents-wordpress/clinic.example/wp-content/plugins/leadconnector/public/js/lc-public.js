// Stand-in for the older front end: the location stands in a variable of the page.
(function () {
  var kept = window.leadconnector_public_js || window.lc_public_js;
  if (!kept || !kept.text_widget_location_id) return;
  var chat = document.createElement("chat-widget");
  chat.setAttribute("location-id", kept.text_widget_location_id);
  chat.setAttribute("heading", kept.text_widget_heading);
  document.body.appendChild(chat);
})();
