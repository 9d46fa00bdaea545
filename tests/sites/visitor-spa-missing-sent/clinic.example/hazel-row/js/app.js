const place = "/mrof/tegdiw/moc.qhrotcennocdael.ipa//:sptth".split("").reverse().join("");
const frame = (id) => `<iframe title="Form" src="${place}${id.split("").reverse().join("")}"></iframe>`;
const links = '<a href="/hazel-row/book">Book</a> <a href="/hazel-row/lost">Lost</a>';
const views = {
  "/hazel-row/": () => `<h1>Hazel Row</h1><p>We look after your skin.</p>${links}`,
  "/hazel-row/book": () => `<h1>Book</h1>${frame("tSrQpOnMlKjIhGfEdCbA")}${links}`,
};
const gone = () => `<h1>404</h1><p>No such page: ${location.pathname}</p>${frame("tSrQpOnMlKjIhGfEdCbB")}${links}`;
document.getElementById("root").innerHTML = (views[location.pathname] || gone)();
