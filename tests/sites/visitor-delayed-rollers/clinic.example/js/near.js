const watch = new IntersectionObserver((entries) => entries.forEach((entry) => {
  if (!entry.isIntersecting) return;
  watch.unobserve(entry.target);
  const frame = document.createElement("iframe");
  frame.title = "Embed";
  frame.src = ["https:", "", ...entry.target.dataset.place.split(" ")].join("/");
  entry.target.append(frame);
}));
document.querySelectorAll("[data-place]").forEach((place) => watch.observe(place));
