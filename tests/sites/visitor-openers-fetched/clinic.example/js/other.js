document.getElementById("load").addEventListener("click", async () => {
  const { calendar } = await (await fetch(["", "api", "other.json"].join("/"))).json();
  document.getElementById("pop").innerHTML = `<iframe title="Calendar" src="${calendar}"></iframe>`;
});
