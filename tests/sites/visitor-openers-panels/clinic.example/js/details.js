document.querySelector("details").addEventListener("toggle", (event) => {
  const details = event.target;
  if (!details.open || details.querySelector("iframe")) return;
  const held = details.querySelector("template").content.cloneNode(true);
  held.querySelector("iframe").src = held.querySelector("iframe").name.replace("crm:", "https://api.leadconnectorhq").replace("!", ".com/widget/");
  details.append(held);
});
