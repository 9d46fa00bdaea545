// Stand-in for LiteSpeed Cache's lazy frames.
const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    target.src = target.dataset.litespeedSrc;
    target.classList.add("litespeed-loaded");
  }
}, { rootMargin: "300px" });
document.querySelectorAll("[data-litespeed-src]").forEach((element) => near.observe(element));
