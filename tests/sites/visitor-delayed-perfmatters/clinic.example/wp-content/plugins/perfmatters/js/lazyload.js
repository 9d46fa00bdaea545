// Stand-in for Perfmatters' lazy frames.
(() => {
  const seen = new IntersectionObserver((entries) => entries.forEach((entry) => {
    if (!entry.isIntersecting) return;
    seen.unobserve(entry.target);
    entry.target.src = entry.target.dataset.perfmattersSrc;
    entry.target.classList.add("pmloaded");
  }));
  document.querySelectorAll(".perfmatters-lazy").forEach((element) => seen.observe(element));
})();
