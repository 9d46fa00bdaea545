document.querySelectorAll("#lc_text-widget button, .crisp-client button, #intercom-container button").forEach((button) => button.addEventListener("click", () => fetch("/did/chat")));
customElements.define("chat-widget", class extends HTMLElement {
  connectedCallback() {
    const root = this.attachShadow({ mode: "open" });
    root.innerHTML = "<button>Need help?</button>";
    root.firstChild.addEventListener("click", () => fetch("/did/chat"));
  }
});
