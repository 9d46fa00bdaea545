// Each panel is filled when it is opened for the first time.
document.querySelectorAll(".accordion h3").forEach((title) => {
  title.addEventListener("click", () => {
    const panel = title.nextElementSibling;
    panel.hidden = !panel.hidden;
    if (panel.childElementCount || !panel.dataset.kind) return;
    const frame = document.createElement("iframe");
    frame.src = `https://${panel.dataset.on}/widget/${panel.dataset.kind}/${panel.dataset.name}`;
    panel.append(frame);
  });
});
