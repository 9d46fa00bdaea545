// The address is put together from the button that was clicked.
document.getElementById("book").addEventListener("click", (event) => {
  const { host, form } = event.currentTarget.dataset;
  const frame = document.createElement("iframe");
  frame.title = "Form";
  frame.src = `https://${host}/widget/form/${form}`;
  document.getElementById("pop").append(frame);
});
