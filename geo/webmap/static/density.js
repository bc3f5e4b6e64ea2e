// Density: visible events counted in hexagons of the screen, coloured on a scale that the legend names.

/** Width of a hexagon's cell in pixels. */
const CELL = 26;
/** Classes of the scale, as shares of the fullest cell (square-root steps, because counts are very uneven). */
const CLASSES = 5;
const RAMPS = {
  // One hue that no group has: the cells count events of every kind.
  light: ["#E6D6AC", "#D3B876", "#B99545", "#8F6C24", "#5B4311"],
  dark: ["#5C5034", "#7F6C3D", "#A68B4A", "#CFB164", "#F4DF9F"],
};

/** Draw the cells and return `{limits, colours, cells}` for legend and tooltip. */
export function drawDensity(context, layer) {
  const { shown, data } = layer;
  const { weights } = shown;
  const [dx, dy] = [CELL, CELL * 0.866];
  const counts = new Map();
  // Cells are anchored to the world, not to the screen, so that panning does not make them dance.
  const bounds = layer.map.getPixelBounds();
  for (let place = 0; place < shown.perPlace.length; place += 1) {
    if (!shown.perPlace[place] || layer.isArea[place]) continue;
    const [x, y] = layer.at(place);
    const [wx, wy] = [x + bounds.min.x, y + bounds.min.y];
    const row = Math.round(wy / dy);
    const column = Math.round(wx / dx - (row & 1) / 2);
    const key = `${column},${row}`;
    counts.set(key, (counts.get(key) || 0) + weights[place]);
  }
  const most = Math.max(1, ...counts.values());
  const limits = [];
  for (let i = 1; i <= CLASSES; i += 1) limits.push(Math.max(i, Math.ceil(most * (i / CLASSES) ** 2)));
  const colours = RAMPS[layer.theme];
  for (const [key, n] of counts) {
    const [column, row] = key.split(",").map(Number);
    const x = (column + (row & 1) / 2) * dx - bounds.min.x;
    const y = row * dy - bounds.min.y;
    context.beginPath();
    for (let corner = 0; corner < 6; corner += 1) {
      const angle = Math.PI / 6 + (corner * Math.PI) / 3;
      context.lineTo(x + (CELL / 1.78) * Math.cos(angle), y + (CELL / 1.78) * Math.sin(angle));
    }
    context.closePath();
    if (!n) {
      // Events there, but no death known: an open cell.
      context.strokeStyle = colours[1];
      context.lineWidth = 0.75;
      context.stroke();
      continue;
    }
    context.fillStyle = colours[limits.findIndex((limit) => n <= limit)];
    context.globalAlpha = 0.88;
    context.fill();
    context.globalAlpha = 1;
  }
  return { limits, colours, total: data.total };
}
