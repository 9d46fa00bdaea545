document.getElementById("hours").addEventListener("click", async () => {
  const { hours } = await (await fetch(["", "opened", "hours.json"].join("/"))).json();
  document.getElementById("shown").textContent = hours;
});
