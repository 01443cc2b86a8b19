import type { common } from '@carriermesh/wire';

const EARTH_RADIUS_M = 6_371_000;
const RADIANS_PER_MICRODEGREE = Math.PI / 180 / 1_000_000;

/**
 * Metres along the great circle on a sphere of 6,371.0 km, by the haversine formula, rounded once. A quote states the distance
 * that it was priced by, so that a replay never depends on another machine's sine.
 */
export function distanceM(a: common.Coordinates, b: common.Coordinates): number {
  const [latitudeA, latitudeB] = [a.latitudeMicrodegrees * RADIANS_PER_MICRODEGREE, b.latitudeMicrodegrees * RADIANS_PER_MICRODEGREE];
  const overLatitude = Math.sin((latitudeB - latitudeA) / 2);
  const overLongitude = Math.sin(((b.longitudeMicrodegrees - a.longitudeMicrodegrees) * RADIANS_PER_MICRODEGREE) / 2);
  const haversine = overLatitude ** 2 + Math.cos(latitudeA) * Math.cos(latitudeB) * overLongitude ** 2;
  // Rounding can lift the haversine of antipodes above 1, where the arc sine is not a number.
  return Math.round(2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(haversine))));
}
