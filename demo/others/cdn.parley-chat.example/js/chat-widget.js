/* Stand-in for the chat of another, invented vendor, written for this demo. Its element has the same name as the CRM's. */
document.querySelectorAll('chat-widget[team]').forEach(function (place) {
  place.textContent = 'Printer jammed? The desk answers here from nine to five.';
  place.style.cssText = 'display:block;padding:18px 24px;border-radius:14px;background:#eef3f2';
});
