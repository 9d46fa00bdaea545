const stage = document.getElementById("stage");
const form = (letter) => `<iframe title="Form" src="https://${stage.dataset.on}/widget/form/${letter}bCdEfGhIjKlMnOpQrSt"></iframe>`;
const place = (frame) => { stage.append(frame); return frame; };
const kinds = {
  srcdoc(letter) { place(document.createElement("iframe")).srcdoc = `<!doctype html>${form(letter)}`; },
  blob(letter) { place(document.createElement("iframe")).src = URL.createObjectURL(new Blob([form(letter)], { type: "text/html" })); },
  data(letter) { place(document.createElement("iframe")).src = `data:text/html,${encodeURIComponent(form(letter))}`; },
  blank(letter) { place(document.createElement("iframe")).contentDocument.body.innerHTML = form(letter); },
  written(letter) {
    const { contentDocument } = place(document.createElement("iframe"));
    contentDocument.open();
    contentDocument.write(form(letter));
    contentDocument.close();
  },
  javascript(letter) { window.told = () => form(letter); place(document.createElement("iframe")).src = "javascript:parent.told()"; },
  object(letter) { place(document.createElement("object")).data = /src="([^"]+)/.exec(form(letter))[1]; },
  embed(letter) { place(document.createElement("embed")).src = /src="([^"]+)/.exec(form(letter))[1]; },
  frameset(letter) { place(document.createElement("iframe")).srcdoc = `<frameset>${form(letter).replace("iframe title", "frame title")}</frameset>`; },
  foreign(letter) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.append(document.createElementNS(svg.namespaceURI, "foreignObject"));
    svg.firstChild.innerHTML = form(letter);
    place(svg);
  },
};
for (const [kind, letter] of Object.entries(stage.dataset).filter(([kind]) => kind in kinds)) kinds[kind](letter);
