import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { qrPathOf } from './qr.ts';

/** The modules that a path of rectangles covers. */
function modulesOf(path: string): Set<string> {
  const rectangles = path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g);
  return new Set(
    Array.from(rectangles).flatMap(([, x, y, width]) =>
      Array.from({ length: Number(width) }, (_, at) => `${Number(x) + at},${y ?? ''}`),
    ),
  );
}

describe('a QR code as a path', () => {
  it('C11 has each dark module of the code and no other', () => {
    const uri = 'otpauth://totp/Ajil:mona%40news.example?secret=JBSWY3DPEHPK3PXP&issuer=Ajil';
    const { data, size } = encode(uri, { ecc: 'M', border: 4 });
    const dark = data.flatMap((row, y) => row.flatMap((one, x) => (one ? [`${x},${y}`] : [])));
    const drawn = qrPathOf(uri);
    expect(drawn.size).toBe(size);
    expect(dark.length).toBeGreaterThan(200);
    expect([...modulesOf(drawn.path)].sort()).toEqual(dark.sort());
  });
});
