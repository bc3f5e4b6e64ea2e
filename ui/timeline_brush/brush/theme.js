import { pageColours } from "../shared/theme.js";

/** Hand the page's colours and ours to the style sheet, and return those that the canvas needs. */
export function applyTheme(node, palette) {
  const { theme, ...page } = pageColours(node);
  const { groups, quiet } = palette[theme];
  node.dataset.theme = theme;
  for (const [name, colour] of Object.entries({ ...page, quiet })) node.style.setProperty(`--${name}`, colour);
  groups.forEach((colour, g) => node.style.setProperty(`--group-${g}`, colour));
  return { groups, line: page.line };
}
