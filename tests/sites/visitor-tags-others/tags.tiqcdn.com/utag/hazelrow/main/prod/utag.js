// Stand-in for a profile of Tealium iQ.
(function () {
  var loader = {
    1: function () { var s = document.createElement("script"); s.src = "https://widgets.leadconnectorhq.com/loader.js"; s.setAttribute("data-resources-url", "https://widgets.leadconnectorhq.com/chat-widget/loader.js"); s.setAttribute("data-widget-id", "0123456789abcdef01234567"); document.body.appendChild(s); },
    2: function () { var f = document.createElement("iframe"); f.title = "Survey"; f.src = "https://api.leadconnectorhq.com/widget/survey/" + "CbCdEfGhIjKlMnOpQrSt"; document.body.appendChild(f); }
  };
  loader[1]();
  if (location.pathname === "/thanks") loader[2]();
})();
