/* Stand-in for the CRM's chat widget, written for this demo: everything is drawn in a closed shadow root. */
customElements.define('chat-widget', class extends HTMLElement {
  connectedCallback() {
    var inside = this.attachShadow({ mode: 'closed' });
    inside.innerHTML = '<style>' +
      'button { position: fixed; right: 24px; bottom: 24px; z-index: 30; width: 62px; height: 62px; border: 0; border-radius: 50%; background: #2f6fed; color: #fff; display: grid; place-items: center; box-shadow: 0 10px 26px -8px rgb(0 0 0 / .5); cursor: pointer; }' +
      'div.lc_text-widget--box { position: fixed; right: 24px; bottom: 100px; z-index: 30; width: 290px; background: #fff; border-radius: 16px; padding: 18px 20px; font: 15px/1.5 system-ui, sans-serif; box-shadow: 0 18px 50px -18px rgb(0 0 0 / .5); }' +
      '</style><div class="lc_text-widget"><div class="lc_text-widget--box" hidden></div>' +
      '<button type="button" class="lc_text-widget--bubble" aria-label="Chat"><svg viewBox="0 0 24 24" width="28" height="28" fill="currentColor"><path d="M4 3h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-8l-5 4v-4H4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2z"/></svg></button></div>';
    var box = inside.querySelector('.lc_text-widget--box');
    box.textContent = this.getAttribute('heading');
    inside.querySelector('button').addEventListener('click', function () { box.hidden = !box.hidden; });
  }
});
