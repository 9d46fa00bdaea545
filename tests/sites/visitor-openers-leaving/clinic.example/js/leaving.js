const at = (...pieces) => "https://" + pieces.join("/");
const on = (id, does) => document.getElementById(id)?.addEventListener("click", does);
on("deposit", () => window.open(at("link.fastpaydirect.com", "payment-link", "0123456789abcdef01234567"), "_blank", "noopener"));
on("calendar", () => { window.location.href = at("api.leadconnectorhq.com", "widget", "booking", "AbCdEfGhIjKlMnOpQrSt"); });
on("assign", () => setTimeout(() => location.assign(at("api.leadconnectorhq.com", "widget", "survey", "BbCdEfGhIjKlMnOpQrSt")), 200));
on("inside", () => { location.href = "/" + ["thank", "you", ""].join("-").slice(0, -1) + "/"; });
on("other", () => { location.href = at("calendly.com", "hazel-row", "intro"); });
