// Light or dark: decided by the page's own ground, so that it follows Streamlit's theme at once.

/** Relative luminance of a CSS colour, 0 to 1, read through a canvas, which knows every notation. */
function luminance(colour) {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
  return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
}

/** Hand the page's colours and ours to the style sheet, and return those that the canvas needs. */
export function applyTheme(node, palette) {
  const style = getComputedStyle(node.getRootNode().host);
  const streamlit = (name) => style.getPropertyValue(`--st-${name}`).trim();
  const page = streamlit("background-color") || "#fff";
  const theme = luminance(page) < 0.5 ? "dark" : "light";
  const { groups, quiet } = palette[theme];
  const line = streamlit("border-color");
  const shades = { page, quiet, line, text: streamlit("text-color"), panel: streamlit("secondary-background-color") };
  node.dataset.theme = theme;
  for (const [name, colour] of Object.entries(shades)) node.style.setProperty(`--${name}`, colour);
  groups.forEach((colour, g) => node.style.setProperty(`--group-${g}`, colour));
  return { groups, line };
}
