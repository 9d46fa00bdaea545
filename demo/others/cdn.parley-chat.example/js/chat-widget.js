/* Stand-in for the chat of another, invented vendor, written for this demo. Its element has the same name as the CRM's. */
document.querySelectorAll('chat-widget[team]').forEach(function (place) {
  place.textContent = 'Questions about a position? Call us and ask for Jonah.';
  place.style.cssText = 'display:block;max-width:1092px;margin:0 auto 60px;padding:18px 24px;border-radius:14px;background:#eef3f2';
});
