import { describe, expect, it } from '@jest/globals';
import { distanceM } from './great-circle.js';

const place = (latitude: number, longitude: number) => ({ latitudeMicrodegrees: latitude * 1_000_000, longitudeMicrodegrees: longitude * 1_000_000 });

describe('the great circle', () => {
  it('measures a quarter and a half of the earth', () => {
    expect(distanceM(place(0, 0), place(0, 90))).toBe(10_007_543);
    expect(distanceM(place(0, 0), place(0, 180))).toBe(20_015_087);
    expect(distanceM(place(90, 0), place(-90, 0))).toBe(20_015_087);
  });

  it('is nothing between a place and itself, and goes the short way over the date line', () => {
    expect(distanceM(place(51, 7), place(51, 7))).toBe(0);
    expect(distanceM(place(0, 179), place(0, -179))).toBe(distanceM(place(0, 1), place(0, -1)));
  });

  it('takes 27.851 ms of glass from London to New York', () => {
    const metres = distanceM(
      { latitudeMicrodegrees: 51_508_530, longitudeMicrodegrees: -125_740 },
      { latitudeMicrodegrees: 40_714_270, longitudeMicrodegrees: -74_005_970 },
    );
    expect(Math.round((metres / 1_000) * 5)).toBe(27_851);
  });
});
