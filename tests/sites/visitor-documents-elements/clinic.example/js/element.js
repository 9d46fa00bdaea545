// An element of the site's own that brings a form when it is connected.
customElements.define("clinic-form", class extends HTMLElement {
  static observedAttributes = ["name"];
  connectedCallback() {
    const frame = document.createElement("iframe");
    frame.src = ["https:", "", "api.leadconnectorhq.com", "widget", "form", this.getAttribute("name")].join("/");
    this.append(frame);
  }
  attributeChangedCallback(_, before, now) {
    if (before && this.firstChild) this.firstChild.title = now;
  }
});
