/* <lakeside-callback form="…">: a form that the page's own styles cannot reach. */
customElements.define('lakeside-callback', class extends HTMLElement {
  connectedCallback() {
    var form = this.getAttribute('form');
    var inside = this.attachShadow({ mode: 'open' });
    var host = 'api.' + 'lead' + 'connector' + 'hq.com';
    inside.innerHTML = '<style>div { background: #eef3f2; border-radius: 20px; padding: 24px; }</style><div><slot></slot></div>';
    var frame = document.createElement('iframe');
    frame.title = 'Call me back';
    frame.style.cssText = 'width:100%;height:360px;border:none;border-radius:12px';
    frame.src = 'https://' + host + '/widget/form/' + form;
    inside.querySelector('div').append(frame);
  }
});
