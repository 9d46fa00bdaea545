const A=["https://api","leadconnectorhq","com"].join("."),B="/widget/"+["survey","BbCdEfGhIjKlMnOpQrSt"].join("/");export{A,B};
