const form = (id) => document.getElementById(id);
const on = (id, does) => form(id).addEventListener("click", does);
on("continue", () => form("search").submit());
on("next-step", () => form("search").requestSubmit());
on("more", () => form("letter").requestSubmit(form("letter").elements.go));
on("made", () => {
  const own = document.createElement("form");
  own.action = "/did/made";
  own.target = "_blank";
  document.body.append(own);
  own.submit();
});
