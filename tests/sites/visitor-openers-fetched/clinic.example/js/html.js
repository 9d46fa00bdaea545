document.getElementById("load").addEventListener("click", () => {
  const request = new XMLHttpRequest();
  request.open("GET", ["", "parts", "booking.html"].join("/"));
  request.onload = () => { document.getElementById("pop").innerHTML = request.responseText; };
  request.send();
});
