import { parse as theirParse } from 'engine.io-client';
import { describe, expect, it } from 'vitest';
import { parse, type Address } from './address.ts';

/** The library writes down a port that the protocol has anyway. */
function parts({ protocol, host, port, query }: Address) {
  const usual = { http: '80', ws: '80', https: '443', wss: '443' }[protocol];
  return { protocol, host, port: port || usual, query };
}

describe('an address', () => {
  it.each([
    'https://hub.example',
    'https://hub.example/',
    'https://hub.example:443',
    'http://hub.example:8080',
    'http://localhost:3000',
    'http://127.0.0.1:3000/sport',
    'http://[::1]:3000',
    'wss://[2001:db8::7]/sport?key=a%20b&other=1',
  ])('G1 %s has the parts that the library finds', (source) => {
    expect(parts(parse(source))).toEqual(parts(theirParse(source) as unknown as Address));
  });

  it('G1 that is none is a host, and throws nothing into the page', () => {
    expect(parse('http://no host')).toMatchObject({ host: 'http://no host', protocol: '' });
  });
});
