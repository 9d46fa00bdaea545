// A declarative shadow root that a script brings.
const box = document.getElementById("box");
box.setHTMLUnsafe(`<div><template shadowrootmode="closed"><iframe title="Form" src="https://${box.dataset.on}/widget/form/${box.dataset.name}"></iframe></template></div>`);
