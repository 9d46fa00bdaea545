// Stand-in for lazysizes: what is in view or near it loads at once, the rest when it comes near.
(function (window, document) {
  function check() {
    document.querySelectorAll(".lazyload").forEach(function (element) {
      if (element.getBoundingClientRect().top > window.innerHeight + 300) return;
      element.classList.replace("lazyload", "lazyloaded");
      element.src = element.getAttribute("data-src");
    });
  }
  window.addEventListener("scroll", check, true);
  window.addEventListener("resize", check);
  if (document.readyState === "complete") check();
  else window.addEventListener("load", check);
})(window, document);
