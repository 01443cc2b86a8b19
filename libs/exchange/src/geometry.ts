import { ExchangeError } from './exchange-error.js';

/** A place on the earth in degrees, exactly as its source stated it. */
export interface Coordinates {
  readonly latitude: number;
  readonly longitude: number;
}

/** The mean radius that the great-circle distances of the Topology Zoo's published figures are computed with. */
export const EARTH_RADIUS_KM = 6371.0;

/** Light in glass (group index about 1.5), one way. */
export const NANOS_PER_KM = 5000;

/** Cable is never shorter than the great circle, and no cable system in use is ten times as long. */
export const MIN_PATH_FACTOR = 1;
export const MAX_PATH_FACTOR = 10;

/** Great-circle distance by the haversine formula, which stays exact for neighbours, where the cosine rule does not. */
export function distanceKm(a: Coordinates, b: Coordinates): number {
  const [latitudeA, latitudeB] = [radians(a.latitude), radians(b.latitude)];
  const halfLatitude = Math.sin((latitudeB - latitudeA) / 2);
  const halfLongitude = Math.sin(radians(b.longitude - a.longitude) / 2);
  const haversine = halfLatitude ** 2 + Math.cos(latitudeA) * Math.cos(latitudeB) * halfLongitude ** 2;
  // Rounding can lift the haversine of antipodes above 1, where the arc sine is not a number.
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(haversine)));
}

/** One-way latency of a length, rounded once to whole nanoseconds, so that sums over a route are exact. */
export function latencyNs(km: number, pathFactor: number): bigint {
  return BigInt(Math.round(km * NANOS_PER_KM * pathFactor));
}

/** @throws ExchangeError when cable could not have this ratio to the great circle */
export function checkPathFactor(pathFactor: number): void {
  if (!(pathFactor >= MIN_PATH_FACTOR && pathFactor <= MAX_PATH_FACTOR)) {
    throw new ExchangeError(`the path factor is ${pathFactor}, outside ${MIN_PATH_FACTOR} to ${MAX_PATH_FACTOR}`);
  }
}

export const metres = (km: number): number => Math.round(km * 1000);

/** Adding zero turns −0 into 0, which prints and compares as one number. */
export const microdegrees = (degrees: number): number => Math.round(degrees * 1_000_000) + 0;

export const radians = (degrees: number): number => (degrees * Math.PI) / 180;
