// One way of leaving each; every address is put together when it is asked for.
const crm = (letter) => ["https:", "", document.body.lastElementChild.dataset.on, "widget", "booking", letter + "bCdEfGhIjKlMnOpQrSt"].join("/");
const ways = {
  replace: () => location.replace(crm("A")),
  navigation: () => navigation.navigate(crm("B")),
  anchor: () => Object.assign(document.createElement("a"), { href: crm("D"), target: "_top" }).click(),
  window: () => window.open(crm("E"), "booking", "width=400"),
  late: () => {
    const opened = window.open("about:blank");
    setTimeout(() => { opened.location.href = crm("F"); }, 100);
  },
  base: () => {
    const link = Object.assign(document.createElement("a"), { href: crm("G"), target: "_blank", rel: "noopener" });
    document.body.append(link);
    link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, view: window }));
    link.remove();
  },
};
const button = document.querySelector("main button");
button.addEventListener("click", ways[button.id]);
