// Thousands of small pictures on a canvas, stamped pixel by pixel into memory: where a browser paints without a graphics
// card, that many calls of drawImage take ten times as long.

/** From this opacity on (of 255) a pixel of a picture hides what lies under it; the paler ones of its edge are mixed. */
const SOLID = 200;

export class Stamps {
  constructor() {
    this.canvas = document.createElement("canvas");
    this.context = this.canvas.getContext("2d");
    this.known = new WeakMap();
  }

  /**
   * Begin an empty sheet.
   * @param size of the map, `{x, y}` in pixels of the page
   * @param margin as wide as a picture, so that none need be cut at the edge
   */
  begin({ x, y }, margin) {
    const ratio = window.devicePixelRatio || 1;
    const [wide, high, edge] = [Math.round(x * ratio), Math.round(y * ratio), Math.ceil(margin * ratio)];
    if (this.canvas.width !== wide || this.canvas.height !== high || this.edge !== edge || this.ratio !== ratio) {
      Object.assign(this.canvas, { width: wide, height: high });
      Object.assign(this, { edge, ratio, wide: wide + 2 * edge, high: high + 2 * edge, known: new WeakMap() });
      this.image = new ImageData(this.wide, this.high);
      this.pixels = new Uint32Array(this.image.data.buffer);
    }
    this.pixels.fill(0);
  }

  /** Put a canvas with its middle on a point of the map; one that lies outside is left out. */
  add(canvas, x, y) {
    let picture = this.known.get(canvas);
    if (!picture) this.known.set(canvas, (picture = this.read(canvas)));
    const left = Math.round(x * this.ratio) + this.edge - picture.half;
    const top = Math.round(y * this.ratio) + this.edge - picture.half;
    if (!(left >= 0 && top >= 0 && left + canvas.width <= this.wide && top + canvas.height <= this.high)) return;
    const from = top * this.wide + left;
    const { pixels } = this;
    const { solid, colours, pale, tints } = picture;
    for (let i = 0; i < solid.length; i += 1) pixels[from + solid[i]] = colours[i];
    for (let i = 0; i < pale.length; i += 1) pixels[from + pale[i]] = mixed(pixels[from + pale[i]], tints[i]);
  }

  /** Where the pixels of a picture lie on the sheet, counted from its corner, and what colours they have. */
  read(canvas) {
    const { width, height } = canvas;
    const source = canvas.getContext("2d").getImageData(0, 0, width, height);
    const seen = new Uint32Array(source.data.buffer);
    const [solid, colours, pale, tints] = [[], [], [], []];
    seen.forEach((colour, i) => {
      const alpha = source.data[4 * i + 3];
      if (!alpha) return;
      const [places, values] = alpha >= SOLID ? [solid, colours] : [pale, tints];
      places.push(Math.floor(i / width) * this.wide + (i % width));
      values.push(colour);
    });
    const lists = [solid, pale].map((list) => Int32Array.from(list)).concat([colours, tints].map((list) => Uint32Array.from(list)));
    return { half: Math.round(width / 2), solid: lists[0], pale: lists[1], colours: lists[2], tints: lists[3] };
  }

  /** Lay the sheet over what a canvas shows. */
  paint(context) {
    this.context.putImageData(this.image, -this.edge, -this.edge);
    context.drawImage(this.canvas, 0, 0, this.canvas.width / this.ratio, this.canvas.height / this.ratio);
  }
}

/** One colour over another, each with its opacity: bytes of opacity, blue, green and red. Red and blue go together. */
function mixed(under, over) {
  const below = under >>> 24;
  if (!below) return over;
  const [a, rest] = [over >>> 24, 256 - (over >>> 24)];
  const redBlue = (((over & 0xff00ff) * a + (under & 0xff00ff) * rest) >>> 8) & 0xff00ff;
  const green = (((over & 0xff00) * a + (under & 0xff00) * rest) >>> 8) & 0xff00;
  return ((Math.min(255, a + ((below * rest) >>> 8)) << 24) | redBlue | green) >>> 0;
}
