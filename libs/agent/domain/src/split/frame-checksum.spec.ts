import { describe, expect, it } from '@jest/globals';
import { fromHex, toHex } from '@carriermesh/kernel';
import { completeChecksum } from './frame-checksum.js';

const ETHERNET = '0263' + '6d000001' + '0263' + '6d000002';
/** 10.9.0.1:5000 to 10.9.0.2:5000 and fd00::1 to fd00::2, with "abc". */
const udp4 = (checksum: string): string => `08004500001f0000400040110000${'0a090001'}${'0a090002'}1388138800 0b${checksum}616263`.replace(' ', '');
const udp6 = (checksum: string): string => `86dd60000000000b1140${'fd00000000000000'}0000000000000001${'fd00000000000000'}00000000000000021388 1388000b${checksum}616263`.replace(' ', '');
const tcp4 = (checksum: string): string => `0800450000280000400040060000${'0a090001'}${'0a090002'}13881388000000010000000250100200${checksum}0000`;
const completed = (hex: string): string => {
  const frame = fromHex(ETHERNET + hex) ?? new Uint8Array();
  completeChecksum(frame);
  return toHex(frame).slice(ETHERNET.length);
};

/** By the letter of RFC 768 and RFC 8200: the ones' complement of the sum of all words. */
const sumOf = (words: readonly number[]): number => words.reduce((total, word) => (total + word > 0xffff ? total + word - 0xffff : total + word), 0);
const hex4 = (number: number): string => number.toString(16).padStart(4, '0');
const ADDRESSES4 = [0x0a09, 0x0001, 0x0a09, 0x0002];
const ADDRESSES6 = [0xfd00, 1, 0xfd00, 2];
const DATAGRAM = [0x1388, 0x1388, 11, 0x6162, 0x6300];
const partial4 = sumOf([...ADDRESSES4, 17, 11]);
const partial6 = sumOf([...ADDRESSES6, 17, 11]);
const whole4 = hex4(~sumOf([partial4, ...DATAGRAM]) & 0xffff);
const whole6 = hex4(~sumOf([partial6, ...DATAGRAM]) & 0xffff);

describe('M4 a frame whose checksum was left to hardware', () => {
  it('gets it over IPv4 and IPv6, for UDP and TCP, and behind up to two tags', () => {
    expect(completed(udp4(hex4(partial4)))).toBe(udp4(whole4));
    expect(completed(udp6(hex4(partial6)))).toBe(udp6(whole6));
    const partialTcp = sumOf([...ADDRESSES4, 6, 20]);
    const tcp = hex4(~sumOf([partialTcp, 0x1388, 0x1388, 0, 1, 0, 2, 0x5010, 0x0200]) & 0xffff);
    expect(completed(tcp4(hex4(partialTcp)))).toBe(tcp4(tcp));
    for (const tags of ['81000005', '88a8000581000006']) expect(completed(tags + udp4(hex4(partial4)))).toBe(tags + udp4(whole4));
  });

  it('is left as it is when it has one already, when it has none by intent, and when it is a fragment or no IP at all', () => {
    for (const frame of [udp4(whole4), udp6(whole6), udp4('0000'), udp4('1234'), '08060001080006040001', udp4(hex4(partial4)).replace('4000401100', '2000401100')]) expect(completed(frame)).toBe(frame);
  });

  it('is left as it is when it is shorter than it says', () => {
    for (let octets = 0; octets < 45; octets++) {
      const frame = (fromHex(ETHERNET + udp4(hex4(partial4))) ?? new Uint8Array()).slice(0, octets);
      const before = toHex(frame);
      completeChecksum(frame);
      expect(toHex(frame)).toBe(before);
    }
  });
});
