const place = "/mrof/tegdiw/moc.qhrotcennocdael.ipa//:sptth".split("").reverse().join("");
document.querySelector("code").textContent = location.href;
document.querySelector("time").textContent = new Date().toISOString();
document.querySelector("b").textContent = Math.floor(Math.random() * 1e9);
document.body.insertAdjacentHTML(
  "beforeend",
  `<iframe title="Ask" src="${place}${"tSrQpOnMlKjIhGfEdCbA".split("").reverse().join("")}"></iframe>`,
);
