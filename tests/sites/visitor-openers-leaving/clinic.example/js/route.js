// Client-side routes: the address of the second one stands nowhere.
const routes = { "/routes/": "", [["", "new", "patients", ""].join("/")]: "C" };
function show() {
  const letter = routes[location.pathname];
  document.getElementById("view").innerHTML = letter ? `<h2>New patients</h2><iframe title="Form" src="https://${document.getElementById("view").dataset.on}/widget/form/${letter}bCdEfGhIjKlMnOpQrSt"></iframe>` : "<h2>Welcome</h2>";
}
document.getElementById("go").addEventListener("click", () => {
  history.pushState({}, "", Object.keys(routes)[1]);
  show();
});
addEventListener("popstate", show);
show();
