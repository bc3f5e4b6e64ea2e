// Light or dark: decided by the page's own ground, so that it follows Streamlit's theme at once.

/** Relative luminance of a CSS colour, 0 to 1, read through a canvas, which knows every notation. */
function luminance(colour) {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
  return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
}

/** The page's colours as Streamlit hands them to a component, and which theme they make. */
export function pageColours(node) {
  const style = getComputedStyle(node.getRootNode().host);
  const streamlit = (name) => style.getPropertyValue(`--st-${name}`).trim();
  const page = streamlit("background-color") || "#fff";
  return {
    theme: luminance(page) < 0.5 ? "dark" : "light",
    page,
    line: streamlit("border-color"),
    text: streamlit("text-color"),
    panel: streamlit("secondary-background-color"),
  };
}
