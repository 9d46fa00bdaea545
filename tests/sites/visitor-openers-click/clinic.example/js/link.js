document.querySelector("a.ask").addEventListener("click", function (event) {
  event.preventDefault();
  var kept = atob("PGlmcmFtZSB0aXRsZT0iRm9ybSIgc3JjPSJodHRwczovL2FwaS5sZWFkY29ubmVjdG9yaHEuY29tL3dpZGdldC9mb3JtL0JiQ2RFZkdoSWpLbE1uT3BRclN0Ij48L2lmcmFtZT4=");
  document.getElementById("pop").innerHTML = kept;
});
