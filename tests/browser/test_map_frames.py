"""What makes the map follow the hand leaves its picture as it was: the flat ground, the stamped symbols."""

from __future__ import annotations

import io
from datetime import date

import numpy as np
import pytest
from PIL import Image

from geo.webmap.assets import map_file

pytestmark = pytest.mark.browser

#: East of all events, with borders, names and land.
EAST = ((26.5, 0.0), (21.5, 11.0))


def east(it) -> np.ndarray:
    """Return the pixels of a part of the map in which no event lies."""
    (x0, y0), (x1, y1) = (it.point(*corner) for corner in EAST)
    taken = it.page.screenshot(clip={"x": x0, "y": y0, "width": x1 - x0, "height": y1 - y0})
    return np.asarray(Image.open(io.BytesIO(taken)).convert("RGB")).astype(int)


@pytest.mark.parametrize("query", ["", "near=kidal&within_km=300"])
def test_the_ground_looks_the_same_while_the_window_is_dragged(explore, query) -> None:
    it = explore(query)
    it.look_at(20, -2, 5)
    it.page.wait_for_timeout(300)
    before = east(it)
    flat = it.frame.locator(".atlas-flat")
    it.page.mouse.move(it.brush_x(date(2012, 1, 1)), it.brush_y)
    it.page.mouse.down()
    for year in range(2013, 2018):
        it.page.mouse.move(it.brush_x(date(year, 6, 1)), it.brush_y, steps=4)
    flat.wait_for(state="attached")
    assert flat.count() == 1
    during = east(it)
    # Several pictures laid upon each other by the canvas or by the page differ by the last bit of a colour.
    assert np.abs(during - before).max() <= 6
    it.page.mouse.up()
    flat.wait_for(state="detached")
    it.settle()
    assert np.abs(east(it) - before).max() <= 6
    hidden = it.frame.evaluate(
        "[...document.querySelectorAll('canvas')].filter(c => c.style.visibility === 'hidden').length"
    )
    assert hidden == 0
    it.expect_linked()


STAMPED = """async ([address, seed]) => {
  const { Stamps } = await import(address);
  const size = { x: 240, y: 160 };
  const ratio = devicePixelRatio;
  const sheet = () => {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: size.x * ratio, height: size.y * ratio });
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.scale(ratio, ratio);
    context.fillStyle = "#e8e4da";
    context.fillRect(0, 0, size.x, size.y);
    return context;
  };
  const picture = (colour) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 14 * ratio;
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    context.arc(7, 7, 5, 0, 7);
    context.fillStyle = colour;
    context.strokeStyle = "#fff";
    context.fill();
    context.stroke();
    return canvas;
  };
  const pictures = ["#d55e00", "#0072b2", "#009e73"].map(picture);
  const [painted, stamped, stamps] = [sheet(), sheet(), new Stamps()];
  stamps.begin(size, 14);
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let i = 0; i < 500; i += 1) {
    // Also at the edges and beyond them.
    const [x, y] = [Math.round(random() * 300 - 30), Math.round(random() * 220 - 30)];
    const one = pictures[i % 3];
    painted.drawImage(one, x - 7, y - 7, 14, 14);
    stamps.add(one, x, y);
  }
  stamps.paint(stamped);
  const pixels = (context) => [...context.getImageData(0, 0, size.x * ratio, size.y * ratio).data];
  return [pixels(painted), pixels(stamped)];
}"""


@pytest.mark.parametrize("scale", [1, 2])
def test_stamped_symbols_look_as_painted_ones(page, serve, scale) -> None:
    opened = page(device_scale_factor=scale)
    opened.goto(f"{serve('app.py')}/api/health")
    found = opened.evaluate(STAMPED, [map_file("stamps.js"), 4711])
    painted, stamped = (np.array(part).reshape(-1, 4)[:, :3] for part in found)
    assert (painted != painted[0]).any(axis=1).mean() > 0.5, "symbols are there"
    far = np.abs(painted - stamped).max(axis=1)
    # Pixels of the rims are mixed a little otherwise; no symbol is missing, displaced or of another colour.
    assert far.mean() < 3
    assert (far > 90).mean() < 0.002
