document.querySelectorAll("a.call").forEach(function (link) {
  link.href = "tel:+16465550176";
  link.textContent = "Call (646) 555-0176";
});
