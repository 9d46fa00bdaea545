document.querySelectorAll("template[data-times]").forEach((template) => {
  const copy = document.importNode(template.content, true);
  copy.querySelector("iframe").src = "https://" + template.dataset.from;
  template.replaceWith(copy);
});
