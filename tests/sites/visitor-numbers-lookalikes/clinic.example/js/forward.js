fetch("https://forward.example/number").then(function (answer) { return answer.text(); }).then(function (number) {
  document.querySelectorAll("a.call").forEach(function (link) {
    link.textContent = "Call " + number;
    link.href = "tel:" + number;
  });
});
