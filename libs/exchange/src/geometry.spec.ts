import { describe, expect, it } from '@jest/globals';
import { ExchangeError } from './exchange-error.js';
import { checkPathFactor, distanceKm, EARTH_RADIUS_KM, latencyNs, microdegrees } from './geometry.js';

const at = (latitude: number, longitude: number) => ({ latitude, longitude });

describe('distanceKm', () => {
  it('is a quarter of the circumference from the equator to the pole', () => {
    expect(distanceKm(at(0, 77), at(90, 0))).toBeCloseTo((Math.PI / 2) * EARTH_RADIUS_KM, 9);
  });

  it('is half the circumference between antipodes, where rounding could leave the arc sine', () => {
    expect(distanceKm(at(33.3, 10.1), at(-33.3, -169.9))).toBeCloseTo(Math.PI * EARTH_RADIUS_KM, 6);
  });

  it('takes the short way over the date line', () => {
    expect(distanceKm(at(0, 179.9), at(0, -179.9))).toBeCloseTo(distanceKm(at(0, 0), at(0, 0.2)), 9);
  });

  it('is exactly 0 at one place and the same from either end', () => {
    expect(distanceKm(at(51.50853, -0.12574), at(51.50853, -0.12574))).toBe(0);
    expect(distanceKm(at(51.5, -0.1), at(40.7, -74))).toBe(distanceKm(at(40.7, -74), at(51.5, -0.1)));
  });

  it('is 5570 km from London to New York', () => {
    expect(distanceKm(at(51.50853, -0.12574), at(40.71427, -74.00597))).toBeCloseTo(5570.214, 3);
  });
});

describe('latencyNs', () => {
  it('is 5 µs for a kilometre of great circle at factor 1, and 7.5 µs at 1.5', () => {
    expect(latencyNs(1, 1)).toBe(5000n);
    expect(latencyNs(1, 1.5)).toBe(7500n);
  });

  it('rounds to the nearest whole nanosecond', () => {
    expect(latencyNs(0.00029, 1)).toBe(1n);
    expect(latencyNs(0.00031, 1)).toBe(2n);
  });
});

describe('checkPathFactor', () => {
  it.each([1, 1.5, 10])('lets %d pass', (factor) => {
    expect(() => checkPathFactor(factor)).not.toThrow();
  });

  it.each([0.999, 10.001, 0, -1, Number.NaN, Infinity])('refuses %d and names the limits', (factor) => {
    expect(() => checkPathFactor(factor)).toThrow(new ExchangeError(`the path factor is ${factor}, outside 1 to 10`));
  });
});

describe('microdegrees', () => {
  it('rounds to the nearest and has no negative zero', () => {
    expect(microdegrees(-0.12574)).toBe(-125_740);
    expect(Object.is(microdegrees(-0.0000001), 0)).toBe(true);
  });
});
