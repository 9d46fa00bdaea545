// Called on an element: a short selector for it within its document, `>>` where it stands in a shadow root.
function locate() {
  // A class that is a word, and not one for a state that passes.
  const lasting = /^(?!.*(?:activ|open|show|visible|hid|current|select|load|lazy|focus|hover|enter|anim|fade|stick|view|disabled|expand|collaps))[a-z][a-z_-]{2,}$/i;
  // What a form calls its fields hides what an element has of the same name, such as `id` and `children`.
  const names = (node) => {
    const id = node.getAttribute("id");
    const classes = (node.getAttribute("class") ?? "").split(/\s+/).filter((name) => lasting.test(name));
    return [...(id ? [`#${CSS.escape(id)}`] : []), ...classes.map((name) => `.${name}`)];
  };
  const step = (node) => {
    const alike = (way) => {
      let count = 0;
      for (let other = node[way]; other; other = other[way]) count += other.localName === node.localName;
      return count;
    };
    const before = alike("previousElementSibling");
    return before || alike("nextElementSibling") ? `${node.localName}:nth-of-type(${before + 1})` : node.localName;
  };
  const within = (element, root) => {
    const steps = [];
    for (let node = element; node; node = node.parentElement) {
      const unique = names(node)
        .map((name) => node.localName + name)
        .find((selector) => root.querySelectorAll(selector).length === 1);
      steps.unshift(unique ?? step(node));
      if (unique || root.querySelectorAll(steps.join(" > ")).length === 1) break;
    }
    return steps.join(" > ");
  };
  const parts = [];
  for (let node = this; node; node = node.getRootNode().host) parts.unshift(within(node, node.getRootNode()));
  return parts.join(" >> ");
}
