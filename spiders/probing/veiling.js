// Knows the frames that stand on a page and that nobody sees, and tells when they show.
({ roots }) => {
  const SPECK = 4; // square pixels

  const shows = (frame) => {
    const { width, height } = frame.getBoundingClientRect();
    return width * height > SPECK && (frame.checkVisibility?.({ visibilityProperty: true }) ?? true);
  };

  // Frame → address. One whose address shows in another frame as well is seen.
  const veils = new Map();
  const veil = () => {
    const frames = roots()
      .flatMap((root) => [...root.querySelectorAll("iframe[src]")])
      .filter(({ src }) => /^https?:/.test(src));
    const open = new Set(frames.filter(shows).map(({ src }) => src));
    for (const frame of frames) if (!open.has(frame.src)) veils.set(frame, frame.src);
    return veils.size;
  };

  // The addresses of those that show by now.
  const unveiled = () => {
    const shown = [...veils.keys()].filter((frame) => frame.isConnected && shows(frame));
    const addresses = shown.map((frame) => veils.get(frame));
    for (const frame of shown) veils.delete(frame);
    return addresses;
  };

  return { veil, unveiled };
}
