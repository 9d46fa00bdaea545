var NUMBERS = { day: "(212) 555-0142", night: "(646) 555-0189" };
document.querySelectorAll("a.call").forEach(function (link) {
  link.textContent = "Call " + NUMBERS.night;
  link.href = "tel:+1" + NUMBERS.night.replace(/\D/g, "");
});
