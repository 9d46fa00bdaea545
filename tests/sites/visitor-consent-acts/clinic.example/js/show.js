function show(kind, id) {
  var frame = document.createElement("iframe");
  frame.title = kind;
  frame.src = ["https:/", ["api", "leadconnectorhq", "com"].join("."), "widget", kind, id].join("/");
  document.getElementById("embed").appendChild(frame);
}
