const place = "/mrof/tegdiw/moc.qhrotcennocdael.ipa//:sptth".split("").reverse().join("");
const frame = (id) => `<iframe title="Form" src="${place}${id.split("").reverse().join("")}"></iframe>`;
const visits = () => `<h1>Your visits</h1><button>Change one</button>`;
if (location.pathname.startsWith("/my/")) {
  document.getElementById("app").innerHTML = visits();
  const button = document.querySelector("button");
  button.onclick = () => button.insertAdjacentHTML("afterend", frame("tSrQpOnMlKjIhGfEdCbA"));
}
