const address = (name) => ["https:", "", "api.leadconnectorhq.com", "widget", "form", name].join("/");
class Shadowed extends HTMLElement {
  connectedCallback() {
    const root = this.attachShadow({ mode: this.dataset.mode, slotAssignment: "manual" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("iframe { border: 0 }");
    root.adoptedStyleSheets = [sheet];
    const frame = document.createElement("iframe");
    frame.src = address(this.dataset.name);
    if (!this.dataset.deep) return void root.append(frame);
    const inner = document.createElement("div");
    root.append(inner);
    inner.attachShadow({ mode: "closed" }).append(frame);
  }
}
customElements.define("ask-us", Shadowed);
