import { pageColours } from "../shared/theme.js";

/** Hand the symbols' colours for the page's theme to the style sheet; all other colours are Streamlit's own. */
export function applyTheme(node, symbols) {
  const { theme } = pageColours(node);
  node.dataset.theme = theme;
  for (const [group, [, onLight, onDark]] of Object.entries(symbols)) {
    node.style.setProperty(`--group-${group}`, theme === "dark" ? onDark : onLight);
  }
}
