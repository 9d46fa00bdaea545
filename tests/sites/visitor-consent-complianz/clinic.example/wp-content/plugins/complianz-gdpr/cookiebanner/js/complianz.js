// Stand-in for Complianz: upon consent it lets held scripts and frames go, and reports the choice.
function cmplz_accept_all() {
  document.cookie = "cmplz_marketing=allow;path=/";
  document.getElementById("cmplz-cookiebanner-container").remove();
  fetch("/wp-json/complianz/v1/track", { method: "POST", body: JSON.stringify({ consented: "marketing" }) }).catch(function () {});
  document.querySelectorAll('script[type="text/plain"][data-category]').forEach(function (held) {
    var script = document.createElement("script");
    for (const attribute of held.attributes) {
      if (attribute.name === "data-cmplz-src") script.src = attribute.value;
      else if (attribute.name !== "type") script.setAttribute(attribute.name, attribute.value);
    }
    script.text = held.text;
    held.replaceWith(script);
  });
  document.querySelectorAll("[data-src-cmplz]").forEach(function (frame) {
    frame.src = frame.dataset.srcCmplz;
    frame.removeAttribute("data-src-cmplz");
    frame.classList.add("cmplz-activated");
  });
  var near = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      if (!entry.isIntersecting || entry.target.firstChild) return;
      entry.target.innerHTML = '<iframe title="Survey"></iframe>';
      entry.target.firstChild.src = entry.target.dataset.url;
    });
  });
  document.querySelectorAll(".cmplz-lazy").forEach(function (box) { near.observe(box); });
}

document.addEventListener("click", function (event) {
  if (event.target.closest(".cmplz-accept")) cmplz_accept_all();
  if (event.target.closest(".cmplz-deny")) document.getElementById("cmplz-cookiebanner-container").remove();
});
