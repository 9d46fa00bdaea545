const show = (place) => {
  const frame = document.createElement("iframe");
  frame.title = "Embed";
  frame.src = ["https:", "", ...place.split(" ")].join("/");
  document.getElementById("stage").append(frame);
};
