document.getElementById("load").addEventListener("click", async () => {
  const { form } = await (await fetch(["", "api", "widgets.json"].join("/"))).json();
  const frame = document.createElement("iframe");
  frame.src = `https://${form.on}/widget/${form.is}/${form.id}`;
  document.body.append(frame);
});
