// Called on an element: a short selector for it within its document, `>>` where it stands in a shadow root.
function locate() {
  const within = (element, root) => {
    const steps = [];
    for (let node = element; node; node = node.parentElement) {
      const tag = node.localName;
      const id = node.id && `${tag}#${CSS.escape(node.id)}`;
      const twins = [...(node.parentNode?.children ?? [])].filter((other) => other.localName === tag);
      const unique = id && root.querySelectorAll(id).length === 1;
      steps.unshift(unique ? id : twins.length > 1 ? `${tag}:nth-of-type(${twins.indexOf(node) + 1})` : tag);
      if (unique || root.querySelectorAll(steps.join(" > ")).length === 1) break;
    }
    return steps.join(" > ");
  };
  const parts = [];
  for (let node = this; node; node = node.getRootNode().host) parts.unshift(within(node, node.getRootNode()));
  return parts.join(" >> ");
}
