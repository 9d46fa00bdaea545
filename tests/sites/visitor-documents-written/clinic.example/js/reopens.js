// Replaces the document after it was complete.
addEventListener("load", () => {
  const name = document.documentElement.dataset.name;
  document.open();
  document.write(`<!doctype html><title>Anew</title><h1>Anew</h1><iframe title="Form" src="https://${["api", "leadconnectorhq", "com"].join(".")}/widget/form/${name}"></iframe>`);
  document.close();
});
