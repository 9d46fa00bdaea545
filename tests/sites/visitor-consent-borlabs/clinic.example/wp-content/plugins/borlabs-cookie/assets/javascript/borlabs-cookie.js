// Stand-in for Borlabs Cookie: what is blocked stands on the page as base64 of its HTML.
(function () {
  function unblock(box) {
    var held = box.querySelector("[data-borlabs-cookie-type]");
    var code = held.getAttribute("data-borlabs-cookie-content") || held.textContent;
    box.innerHTML = atob(code.trim());
  }
  document.querySelector("[data-cookie-accept-all]").addEventListener("click", function (event) {
    event.preventDefault();
    document.getElementById("BorlabsCookieBox").remove();
    document.querySelectorAll(".BorlabsCookie").forEach(unblock);
  });
  document.querySelector("._brlbs-refuse-btn").addEventListener("click", function (event) {
    event.preventDefault();
    document.getElementById("BorlabsCookieBox").remove();
  });
  document.querySelectorAll("[data-borlabs-cookie-unblock]").forEach(function (button) {
    button.addEventListener("click", function (event) {
      event.preventDefault();
      unblock(button.closest(".BorlabsCookie"));
    });
  });
})();
