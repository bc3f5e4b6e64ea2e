// The theme and the typeface of the page around the map, so that the frame looks like a part of it.

/** "light" or "dark", read from the background that Streamlit gives the frame. */
export function currentTheme() {
  const colour = getComputedStyle(document.documentElement).getPropertyValue("--background-color").trim();
  return luminance(colour) < 0.4 ? "dark" : "light";
}

/** Call `listener(theme)` whenever the page changes its theme. */
export function onThemeChange(listener) {
  let known = currentTheme();
  window.addEventListener("message", (event) => {
    if (event.data?.type !== "streamlit:render") return;
    // Streamlit's own handler writes the colours first; a frame later they are in force.
    requestAnimationFrame(() => {
      const now = currentTheme();
      if (now !== known) listener((known = now));
    });
  });
}

/** Bring the page's typeface into the frame: the same @font-face rules, with addresses that hold here. */
export async function adoptFont() {
  let parentSheets = [];
  try {
    parentSheets = [...window.parent.document.styleSheets];
  } catch {
    return "system-ui, sans-serif"; // a page of another origin keeps its style to itself
  }
  const faces = [];
  for (const sheet of parentSheets) {
    let rules = [];
    try {
      rules = [...sheet.cssRules];
    } catch {
      continue;
    }
    for (const rule of rules) {
      if (rule.constructor.name !== "CSSFontFaceRule") continue;
      const base = sheet.href || window.parent.document.baseURI;
      faces.push(rule.cssText.replace(/url\("([^"]+)"\)/g, (_, url) => `url("${new URL(url, base).href}")`));
    }
  }
  const style = document.createElement("style");
  style.textContent = faces.join("\n");
  document.head.append(style);
  const family = getComputedStyle(window.parent.document.body).fontFamily || "system-ui, sans-serif";
  await Promise.allSettled([document.fonts.load(`13px ${family}`), document.fonts.load(`600 13px ${family}`)]);
  return family;
}

function luminance(colour) {
  const hex = /^#([0-9a-f]{6})/i.exec(colour);
  const parts = hex
    ? [0, 2, 4].map((i) => parseInt(hex[1].slice(i, i + 2), 16))
    : (colour.match(/\d+(\.\d+)?/g) || [255, 255, 255]).map(Number);
  return (0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]) / 255;
}
