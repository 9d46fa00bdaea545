
"use strict";
(() => {
  const make = (name, className, text) => {
    const element = document.createElement(name);
    element.className = className;
    element.textContent = text;
    return element;
  };

  const copied = async (source) => {
    try {
      await navigator.clipboard.writeText(source.textContent);
      return true;
    } catch {
      getSelection().selectAllChildren(source);
      return document.execCommand("copy");
    }
  };

  for (const source of document.querySelectorAll(".evidence pre, .facts code")) {
    const button = make("button", "copy", "Copy");
    button.type = "button";
    button.append(make("span", "unseen", ` ${source.textContent.slice(0, 60)}`));
    button.addEventListener("click", async () => {
      button.firstChild.data = (await copied(source)) ? "Copied" : "Press Ctrl+C";
      setTimeout(() => { button.firstChild.data = "Copy"; }, 2000);
    });
    source.after(button);
  }

  const places = [...document.querySelectorAll(".place")].map((place, number) => ({
    place,
    row: document.querySelectorAll(".order tbody tr")[number],
    head: place.querySelector(".place-head").textContent.toLowerCase(),
    tasks: [...place.querySelectorAll(".task")].map((task) => ({ task, text: task.textContent.toLowerCase() })),
  }));
  const all = places.reduce((sum, { tasks }) => sum + tasks.length, 0);
  if (all < 4) return;
  const label = make("label", "", "Show only tasks with ");
  const input = make("input", "", "");
  input.type = "search";
  input.placeholder = "a page, a thing, R-07 …";
  label.append(input);
  const told = make("output", "soft", "");
  const line = make("p", "filter", "");
  line.append(label, told);
  document.querySelector(".scroll").before(line);
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const { place, row, head, tasks } of places) {
      let some = false;
      for (const { task, text } of tasks) {
        task.hidden = !words.every((word) => head.includes(word) || text.includes(word));
        some ||= !task.hidden;
        left += !task.hidden;
      }
      place.hidden = row.hidden = !some;
    }
    told.textContent = words.length ? `${left} of ${all} tasks` : "";
  });
})();
