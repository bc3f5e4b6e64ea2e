// Light or dark: decided by the page's own ground, so that it follows Streamlit's theme at once.

/** Relative luminance of a CSS colour, 0 to 1, read through a canvas, which knows every notation. */
function luminance(colour) {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
  return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
}

/** Hand the symbols' colours for the page's theme to the style sheet; all other colours are Streamlit's own. */
export function applyTheme(node, symbols) {
  const ground = getComputedStyle(node.getRootNode().host).getPropertyValue("--st-background-color").trim() || "#fff";
  const dark = luminance(ground) < 0.5;
  node.dataset.theme = dark ? "dark" : "light";
  for (const [group, [, onLight, onDark]] of Object.entries(symbols)) {
    node.style.setProperty(`--group-${group}`, dark ? onDark : onLight);
  }
}
