const turned = (text) => text.split("").reverse().join("");
const place = turned("/mrof/tegdiw/moc.qhrotcennocdael.ipa//:sptth");
const frame = (id) => `<iframe title="Form" src="${place}${turned(id)}"></iframe>`;
const main = (title, rest = "") =>
  `<main><nav><a href="/">Home</a> <a href="/book">Book</a> <a href="/team">Team</a> <a href="/treatments/peel">Peel</a>
   <a href="/news/old-offer">An offer</a> <a href="/missed">Missed</a></nav><h1>${title}</h1>${rest}</main>`;
const views = [
  { path: "/", view: () => main("Hazel Row", "<p>We look after your skin.</p>" + banner()) },
  { path: "/book", view: () => main("Book", frame("tSrQpOnMlKjIhGfEdCbA")) },
  { path: "/team", view: () => main("Team", "<p>Ana and Ben, both of whom you may know.</p>") },
  { path: "/treatments/:name", view: (name) => main(`Treatment: ${name}`, frame("tSrQpOnMlKjIhGfEdCbB")) },
  { path: "/spring", view: () => main("Spring", "<button>Ask</button>") },
];
const banner = () => banners.filter((one) => one.from < 12).map((one) => `<a href="${one.path}">Now</a>`).join("");
const gone = () =>
  main(
    "Nothing here",
    `<p>There is no page ${location.pathname}, as of ${new Date().toLocaleTimeString("en-GB")}. Error id
     ${[...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16)).join("")}.</p><a href="/?from=${encodeURIComponent(location.href)}">Go on</a>
     ${frame("tSrQpOnMlKjIhGfEdCbC")}`,
  );
const banners = [{ path: "/spring", from: 13, component: "Band" }, { path: "/summer", from: 16, component: "Band" }];
const at = location.pathname.replace(/(.)\/$/, "$1");
const name = at.match(/^\/treatments\/([a-z]+)$/);
const found = name ? views[3] : views.find((each) => each.path === at);
document.getElementById("root").innerHTML = found ? found.view(name && name[1]) : gone();
const button = document.querySelector("button");
if (button) button.onclick = () => button.insertAdjacentHTML("afterend", frame("tSrQpOnMlKjIhGfEdCbD"));
