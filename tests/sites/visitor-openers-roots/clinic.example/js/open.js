customElements.define("ask-us", class extends HTMLElement {
  connectedCallback() {
    const root = this.attachShadow({ mode: "open" });
    root.innerHTML = "<button id=ask>Ask the open one</button><div></div>";
    root.querySelector("button").addEventListener("click", () => {
      root.querySelector("div").innerHTML = `<iframe title="Form" src="https://${this.getAttribute("of")}"></iframe>`;
    });
  }
});
