import { describe, expect, it } from 'vitest';
import { entriesOf, HEADLINE_BYTES, headlineOf, packetOf } from './headlines.ts';

const COUNTS = [1, 2, 9, 10, 99, 100, 1_234, 99_999];

describe('the headlines of the bench', () => {
  it('are all of one size, each different, and as the hub would keep them', () => {
    const headlines = COUNTS.map(headlineOf);
    expect(new Set(headlines).size).toBe(COUNTS.length);
    for (const headline of headlines) {
      expect(Buffer.byteLength(headline)).toBe(HEADLINE_BYTES);
      expect(headline).toBe(headline.trim().normalize('NFC').replaceAll(/\s+/g, ' '));
    }
  });

  it('stand in a packet of Socket.IO', () => {
    const packet = packetOf(entriesOf(7));
    expect(packet.slice(0, 2)).toBe('42');
    expect(JSON.parse(packet.slice(2))).toEqual([
      'entries',
      {
        channel: 'breaking',
        epoch: expect.any(String) as string,
        entries: [
          {
            seq: 7,
            headline: expect.objectContaining({ headline: headlineOf(7), version: 1 }) as object,
          },
        ],
      },
    ]);
  });
});
