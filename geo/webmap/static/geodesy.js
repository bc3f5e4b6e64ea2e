// Distances on the WGS84 ellipsoid, as geo/measure.py has them, for what is drawn before the server hears of it.

const A = 6378.137; // equatorial radius, km
const F = 1 / 298.257223563;
const B = A * (1 - F);
const RAD = Math.PI / 180;

/** Kilometres between two points `{lat, lng}`, after Vincenty (1975): right to a millimetre but for opposite ends of the Earth. */
export function distance(from, to) {
  const [u1, u2] = [from, to].map(({ lat }) => Math.atan((1 - F) * Math.tan(lat * RAD)));
  const [sin1, cos1, sin2, cos2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  const difference = (to.lng - from.lng) * RAD;
  let lambda = difference;
  for (let i = 0; i < 200; i += 1) {
    const [sinL, cosL] = [Math.sin(lambda), Math.cos(lambda)];
    const sinS = Math.hypot(cos2 * sinL, cos1 * sin2 - sin1 * cos2 * cosL);
    if (!sinS) return 0;
    const cosS = sin1 * sin2 + cos1 * cos2 * cosL;
    const sigma = Math.atan2(sinS, cosS);
    const sinA = (cos1 * cos2 * sinL) / sinS;
    const cos2A = 1 - sinA * sinA;
    const cosM = cos2A ? cosS - (2 * sin1 * sin2) / cos2A : 0;
    const c = (F / 16) * cos2A * (4 + F * (4 - 3 * cos2A));
    const before = lambda;
    lambda = difference + (1 - c) * F * sinA * (sigma + c * sinS * (cosM + c * cosS * (2 * cosM * cosM - 1)));
    if (Math.abs(lambda - before) > 1e-12) continue;
    const [a, b] = series(cos2A);
    return B * a * (sigma - excess(b, sinS, cosS, cosM));
  }
  return NaN;
}

/** The point `[lat, lng]` so many kilometres from another in a direction (degrees from north). */
export function destination({ lat, lng }, bearing, km) {
  const tan1 = (1 - F) * Math.tan(lat * RAD);
  const cos1 = 1 / Math.hypot(1, tan1);
  const sin1 = tan1 * cos1;
  const [sinB, cosB] = [Math.sin(bearing * RAD), Math.cos(bearing * RAD)];
  const start = Math.atan2(tan1, cosB);
  const sinA = cos1 * sinB;
  const cos2A = 1 - sinA * sinA;
  const [a, b] = series(cos2A);
  const whole = km / (B * a);
  let [sigma, before] = [whole, Infinity];
  for (let i = 0; i < 200 && Math.abs(sigma - before) > 1e-12; i += 1) {
    before = sigma;
    sigma = whole + excess(b, Math.sin(sigma), Math.cos(sigma), Math.cos(2 * start + sigma));
  }
  const [sinS, cosS, cosM] = [Math.sin(sigma), Math.cos(sigma), Math.cos(2 * start + sigma)];
  const north = Math.atan2(sin1 * cosS + cos1 * sinS * cosB, (1 - F) * Math.hypot(sinA, sin1 * sinS - cos1 * cosS * cosB));
  const lambda = Math.atan2(sinS * sinB, cos1 * cosS - sin1 * sinS * cosB);
  const c = (F / 16) * cos2A * (4 + F * (4 - 3 * cos2A));
  const east = lambda - (1 - c) * F * sinA * (sigma + c * sinS * (cosM + c * cosS * (2 * cosM * cosM - 1)));
  return [north / RAD, lng + east / RAD];
}

/** A ring of points so many kilometres round another. */
export function circle(middle, km, corners = 72) {
  return Array.from({ length: corners }, (_, i) => destination(middle, (i * 360) / corners, km));
}

function series(cos2A) {
  const u = (cos2A * (A * A - B * B)) / (B * B);
  return [1 + (u / 16384) * (4096 + u * (-768 + u * (320 - 175 * u))), (u / 1024) * (256 + u * (-128 + u * (74 - 47 * u)))];
}

function excess(b, sinS, cosS, cosM) {
  const last = (b / 6) * cosM * (4 * sinS * sinS - 3) * (4 * cosM * cosM - 3);
  return b * sinS * (cosM + (b / 4) * (cosS * (2 * cosM * cosM - 1) - last));
}
