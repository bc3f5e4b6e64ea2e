// A Leaflet layer that is one canvas over the whole map, redrawn once per animation frame at most.

const L = window.L;

export const CanvasLayer = L.Layer.extend({
  initialize(pane) {
    this.pane = pane;
  },

  onAdd(map) {
    this.map = map;
    this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-animated", map.getPane(this.pane));
    this.canvas.style.pointerEvents = "none";
    this.canvas.setAttribute("aria-hidden", "true");
    this.context = this.canvas.getContext("2d");
    this.fit();
  },

  onRemove() {
    this.canvas.remove();
    this.canvas = null;
  },

  getEvents() {
    return { viewreset: this.fit, resize: this.fit, moveend: this.fit, zoomend: this.fit, move: this.fit, zoomanim: this.follow };
  },

  /** Lay the canvas over what the map shows now, and redraw. */
  fit() {
    if (this.map._animatingZoom) return;
    this.redraw();
  },

  /** Scale with the map's zoom animation; the true picture is drawn when it ends. */
  follow(event) {
    if (!this.corner) return;
    const scale = this.map.getZoomScale(event.zoom, this.drawnZoom);
    const offset = this.map._latLngToNewLayerPoint(this.corner, event.zoom, event.center);
    L.DomUtil.setTransform(this.canvas, offset, scale);
  },

  redraw() {
    if (this.pending || !this.canvas) return;
    this.pending = requestAnimationFrame(() => {
      this.pending = null;
      if (this.canvas) this.paint();
    });
  },

  paint() {
    const size = this.map.getSize();
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(size.x * ratio), Math.round(size.y * ratio)];
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.canvas.style.width = `${size.x}px`;
      this.canvas.style.height = `${size.y}px`;
    }
    L.DomUtil.setPosition(this.canvas, this.map.containerPointToLayerPoint([0, 0]));
    this.corner = this.map.containerPointToLatLng([0, 0]);
    this.drawnZoom = this.map.getZoom();
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.context.clearRect(0, 0, size.x, size.y);
    this.draw(this.context, size);
  },

  /** Where a point of the world at zoom 0 lies on the canvas: `x * scale - left`, `y * scale - top`. */
  projection() {
    const bounds = this.map.getPixelBounds();
    return { scale: this.map.getZoomScale(this.map.getZoom(), 0), left: bounds.min.x, top: bounds.min.y };
  },
});
