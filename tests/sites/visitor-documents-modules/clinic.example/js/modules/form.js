export default (letter) => {
  const frame = document.createElement("iframe");
  frame.src = new URL(`/widget/form/${letter}bCdEfGhIjKlMnOpQrSt`, `https://${["api", "leadconnectorhq", "com"].join(".")}`);
  return frame;
};
