// Stand-in for the CRM's embed script: it frames its forms by their layout, and shows them when they say so.
(() => {
  const read = (words) => {
    try {
      return JSON.parse(words.replaceAll("'", '"'));
    } catch {
      return {};
    }
  };
  const show = (frame) => (frame.style.display = "block");
  const visits = () => (localStorage.crmVisits = Number(localStorage.crmVisits ?? 0) + 1);

  for (const frame of document.querySelectorAll("iframe[data-layout]")) {
    const { id, minimizedTitle } = read(frame.dataset.layout);
    if (!id || id === "INLINE" || frame.dataset.framed) continue;
    const { triggerType, triggerValue, activationType, activationValue } = frame.dataset;
    frame.dataset.framed = id;
    frame.style.cssText += "; display: none; position: fixed; bottom: 0; right: 0; width: 400px; height: 480px";
    if (minimizedTitle) frame.insertAdjacentHTML("beforebegin", `<div class="ep-minimized">${minimizedTitle}</div>`);
    if (activationType === "activateOnVisit" && visits() < Number(activationValue)) continue;
    const part = () => (scrollY + innerHeight) / document.documentElement.scrollHeight;
    if (triggerType === "showAfter") setTimeout(show, Number(triggerValue) * 1000, frame);
    else if (triggerType === "showOnScrolling") addEventListener("scroll", () => part() * 100 >= Number(triggerValue) && show(frame));
    else show(frame);
  }
  for (const box of document.querySelectorAll(".inline-form-wrapper[data-src]")) {
    const frame = document.createElement("iframe");
    frame.title = "Form";
    frame.src = box.dataset.src;
    box.append(frame);
  }
})();
