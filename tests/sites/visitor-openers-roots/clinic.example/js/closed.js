customElements.define("ask-us", class extends HTMLElement {
  #root = this.attachShadow({ mode: "closed" });
  connectedCallback() {
    const opener = document.createElement("button");
    opener.id = "ask";
    opener.textContent = "Ask the closed one";
    opener.addEventListener("click", () => {
      const frame = document.createElement("iframe");
      frame.src = `https://${this.getAttribute("of")}`;
      this.#root.append(frame);
    });
    this.#root.append(opener);
  }
});
