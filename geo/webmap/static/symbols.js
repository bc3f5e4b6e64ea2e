// The five symbols of the groups, as canvas paths and as small SVG pictures for legend and lists.

const SVG = "http://www.w3.org/2000/svg";

/** Add the outline of a shape round (x, y) to the current path; all shapes have about the area of a circle of radius r. */
export function trace(context, shape, x, y, r) {
  switch (shape) {
    case "diamond": {
      const d = r * 1.25;
      context.moveTo(x, y - d);
      context.lineTo(x + d, y);
      context.lineTo(x, y + d);
      context.lineTo(x - d, y);
      context.closePath();
      break;
    }
    case "square": {
      const d = r * 0.9;
      context.rect(x - d, y - d, 2 * d, 2 * d);
      break;
    }
    case "triangle": {
      const d = r * 1.3;
      context.moveTo(x, y - d);
      context.lineTo(x + d * 0.95, y + d * 0.7);
      context.lineTo(x - d * 0.95, y + d * 0.7);
      context.closePath();
      break;
    }
    case "cross": {
      const [d, w] = [r * 1.1, r * 0.42];
      const corners = [[-w, -d], [w, -d], [w, -w], [d, -w], [d, w], [w, w], [w, d], [-w, d], [-w, w], [-d, w], [-d, -w], [-w, -w]];
      // Turned by 45 degrees: an X, not a plus, which would read as a medical sign.
      corners.forEach(([cx, cy], i) => {
        const [px, py] = [x + (cx - cy) * 0.7071, y + (cx + cy) * 0.7071];
        if (i) context.lineTo(px, py);
        else context.moveTo(px, py);
      });
      context.closePath();
      break;
    }
    default:
      context.moveTo(x + r, y);
      context.arc(x, y, r, 0, 2 * Math.PI);
  }
}

/** Paint symbols once into small canvases, so that drawing an event is one copy. */
export function sprites(style, theme, radius, hollow) {
  const ratio = window.devicePixelRatio || 1;
  const size = Math.ceil(radius * 1.3 + 2) * 2;
  const found = {};
  for (const [group, symbol] of Object.entries(style.symbols)) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = size * ratio;
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    context.beginPath();
    trace(context, symbol.shape, size / 2, size / 2, radius);
    context.lineWidth = hollow ? 1.8 : 1;
    context.fillStyle = hollow ? style.grounds[theme].land : symbol[theme];
    context.globalAlpha = hollow ? 0.75 : 0.92;
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = hollow ? symbol[theme] : style.grounds[theme].halo;
    context.stroke();
    found[group] = { canvas, size };
  }
  return found;
}

/** A small SVG picture of a group's symbol. */
export function picture(style, theme, group, size = 12) {
  const symbol = style.symbols[group];
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "-8 -8 16 16");
  svg.setAttribute("width", size);
  svg.setAttribute("height", size);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  const pen = new PathPen();
  trace(pen, symbol.shape, 0, 0, 5.6);
  path.setAttribute("d", pen.text);
  path.setAttribute("fill", symbol[theme]);
  svg.append(path);
  return svg;
}

/** Records the calls of `trace` as the text of an SVG path. */
class PathPen {
  text = "";
  moveTo(x, y) {
    this.text += `M${x} ${y}`;
  }
  lineTo(x, y) {
    this.text += `L${x} ${y}`;
  }
  closePath() {
    this.text += "Z";
  }
  rect(x, y, w, h) {
    this.text += `M${x} ${y}h${w}v${h}h${-w}Z`;
  }
  arc(x, y, r) {
    this.text += `A${r} ${r} 0 1 1 ${x - r} ${y}A${r} ${r} 0 1 1 ${x + r} ${y}Z`;
  }
}
