async function (png, cut, thing, covers, quality) {
  const LINE = 4;
  const GAP = 5;
  const HALO = 2;
  const COLOURS = { words: "#c3cad3", photo: "#e3e7ec", talk: "#e3e7ec" };
  const RED = "#d0103a";
  const VEIL = "rgba(20, 26, 36, 0.09)";

  const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
  const photo = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const [left, top, width, height] = cut;
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, width, height);
  pen.drawImage(photo, -left, -top);

  const talk = (x, y, wide, high) => {
    pen.save();
    pen.beginPath();
    pen.rect(x, y, wide, high);
    pen.clip();
    pen.strokeStyle = "#d3d9e0";
    pen.lineWidth = 7;
    for (let at = x - high; at < x + wide; at += 26) {
      pen.beginPath();
      pen.moveTo(at, y + high);
      pen.lineTo(at + high, y);
      pen.stroke();
    }
    pen.restore();
    const text = "Not shown: what people wrote";
    pen.font = "15px sans-serif";
    const room = pen.measureText(text).width + 28;
    const [from, to] = [Math.max(x, 0), Math.min(x + wide, width)];
    const [above, below] = [Math.max(y, 0), Math.min(y + high, height)];
    if (to - from < room || below - above < 40) return;
    const [middle, line] = [(from + to) / 2, (above + below) / 2];
    pen.fillStyle = "#ffffff";
    pen.beginPath();
    pen.roundRect(middle - room / 2, line - 16, room, 32, 16);
    pen.fill();
    pen.fillStyle = "#4a5563";
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillText(text, middle, line + 1);
  };

  for (const [kind, x, y, wide, high] of covers) {
    const at = [Math.floor(x - left) - 1, Math.floor(y - top) - 1, Math.ceil(wide) + 3, Math.ceil(high) + 3];
    pen.fillStyle = COLOURS[kind];
    pen.fillRect(...at);
    if (kind === "talk") talk(...at);
  }

  const [x, y] = [thing[0] - left - GAP, thing[1] - top - GAP];
  const [wide, high] = [thing[2] + 2 * GAP, thing[3] + 2 * GAP];
  pen.fillStyle = VEIL;
  pen.beginPath();
  pen.rect(0, 0, width, height);
  pen.roundRect(x, y, wide, high, 6);
  pen.fill("evenodd");
  pen.beginPath();
  pen.roundRect(x, y, wide, high, 6);
  pen.strokeStyle = "#ffffff";
  pen.lineWidth = LINE + 2 * HALO;
  pen.stroke();
  pen.strokeStyle = RED;
  pen.lineWidth = LINE;
  pen.stroke();

  const made = new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg", quality })).arrayBuffer());
  let text = "";
  for (let at = 0; at < made.length; at += 8192) text += String.fromCharCode(...made.subarray(at, at + 8192));
  return btoa(text);
}
