(() => {
  const opener = document.querySelector("[role=button]");
  const open = () => {
    const parsed = new DOMParser().parseFromString("<p></p>", "text/html");
    const frame = parsed.createElement("iframe");
    frame.setAttribute("src", "https:" + ["", "", "api.leadconnectorhq.com", "widget", "form", opener.id.slice(4)].join("/"));
    document.body.append(document.adoptNode(frame));
  };
  opener.addEventListener("click", open);
  opener.addEventListener("keydown", (event) => event.key === "Enter" && open());
})();
