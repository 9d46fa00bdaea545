// Opens a picture, a calendar of another vendor, and a frame with a path like the CRM's.
document.getElementById("show").addEventListener("click", () => {
  document.getElementById("pop").innerHTML = '<iframe title="Calendar" src="https://calendly.com/event/hazel-row?embed_domain=app.gohighlevel.com"></iframe>';
});
document.getElementById("quiz").addEventListener("click", () => {
  document.getElementById("pop").innerHTML = '<iframe title="Quiz" src="/widget/quiz/0123456789abcdef01234567"></iframe>';
});
