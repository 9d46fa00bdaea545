// A bar at the lower edge of small screens: to call, and to book.
if (matchMedia("(max-width: 768px)").matches) {
  const bar = document.createElement("div");
  bar.className = "mobile-bar";
  bar.style.cssText = "position: fixed; bottom: 0";
  const book = document.createElement("a");
  book.href = ["https:", "", "api.leadconnectorhq.com", "widget", "booking", document.body.lastElementChild.dataset.name].join("/");
  book.textContent = "Book";
  const call = Object.assign(document.createElement("a"), { href: "tel:+15555550100", textContent: "Call" });
  bar.append(book, call);
  document.body.append(bar);
}
