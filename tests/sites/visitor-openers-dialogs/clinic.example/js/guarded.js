// Whoever clicks twice within a second opens it once; it closes upon the second click.
let last = -Infinity;
document.getElementById("once").addEventListener("click", ({ currentTarget }) => {
  const now = performance.now();
  if (now - last < 1000) {
    document.getElementById("pop").replaceChildren();
    return;
  }
  last = now;
  document.getElementById("pop").innerHTML = "<iframe title='Form' src='https://" + currentTarget.value + "'></iframe>";
});
