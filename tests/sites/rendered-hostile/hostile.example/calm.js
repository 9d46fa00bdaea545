setTimeout(async () => {
  const answer = await fetch("/calm.txt");
  document.getElementById("end").textContent += await answer.text();
}, 50);
