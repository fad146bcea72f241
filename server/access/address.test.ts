import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { counted, createAddressOf, parseTrust, trustNobody, type Trust } from './address.ts';

function requestFrom(remoteAddress: string | undefined, forwarded?: string): IncomingMessage {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: remoteAddress });
  const request = new IncomingMessage(socket);
  if (forwarded !== undefined) request.headers['x-forwarded-for'] = forwarded;
  return request;
}

function trustOf(text: string): Trust {
  const trust = parseTrust(text);
  if (!trust) throw new Error(`${text} was not understood`);
  return trust;
}

function open(text?: string) {
  const told: string[] = [];
  const trust = text === undefined ? trustNobody : trustOf(text);
  const addressOf = createAddressOf({ trust, strange: (neighbour) => told.push(neighbour) });
  return { told, from: (...of: Parameters<typeof requestFrom>) => addressOf(requestFrom(...of)) };
}

describe('where a request comes from', () => {
  it('A2 believes nobody who is not trusted, whatever the header says', () => {
    const { from } = open();
    expect(from('198.51.100.1', '192.0.2.1')).toBe('198.51.100.1');
    expect(from('127.0.0.1', '192.0.2.1')).toBe('127.0.0.1');
    expect(open('10.0.0.0/8').from('11.0.0.1', '192.0.2.1')).toBe('11.0.0.1');
  });

  it('A2 goes back through the trusted proxies, and no further', () => {
    const { from } = open('loopback, 10.0.0.0/8, 2001:db8:1::/48');
    expect(from('127.0.0.1', '192.0.2.1')).toBe('192.0.2.1');
    // Who comes with a header of its own only puts something before what the proxy wrote.
    expect(from('127.0.0.1', '6.6.6.6, 192.0.2.1')).toBe('192.0.2.1');
    expect(from('127.0.0.1', '6.6.6.6, 192.0.2.1, 10.1.2.3')).toBe('192.0.2.1');
    expect(from('2001:db8:1::7', '192.0.2.1 , 10.1.2.3')).toBe('192.0.2.1');
    expect(from('::ffff:127.0.0.1', '192.0.2.1')).toBe('192.0.2.1');
    expect(from('127.0.0.1')).toBe('127.0.0.1');
  });

  it('A2 reads the addresses with ports that some proxies write', () => {
    const { from } = open('loopback, 10.0.0.0/8');
    expect(from('127.0.0.1', '192.0.2.1:4711, 10.1.2.3:80')).toBe('192.0.2.1');
    expect(from('127.0.0.1', '[2001:db8::1]:4711')).toBe('2001:db8:0:0::/64');
  });

  it('A2 counts what is no address for the proxy that passed it on', () => {
    const { from } = open('loopback');
    for (const garbage of [
      'unknown',
      'x'.repeat(5_000),
      '999.1.1.1',
      '1.2.3.4, _hidden',
      ',',
      '',
    ]) {
      expect(from('127.0.0.1', garbage)).toBe('127.0.0.1');
    }
    expect(from(undefined, '192.0.2.1')).toBe('unknown');
  });

  it('A2 counts IPv6 by its /64, and IPv4 within it as IPv4', () => {
    expect(counted('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
    expect(counted('2001:DB8:1:2::')).toBe(counted('2001:db8:0001:2:ffff::1'));
    expect(counted('2001:db8::1')).toBe('2001:db8:0:0::/64');
    expect(counted('2001:db8:0:1::1')).not.toBe(counted('2001:db8::1'));
    expect(counted('::1')).toBe('0:0:0:0::/64');
    expect(counted('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
    expect(counted('::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(counted('::ffff:c000:201')).toBe('192.0.2.1');
    expect(counted('192.0.2.1')).toBe('192.0.2.1');
  });

  it('A2 tells once of a proxy that the operator seems to have forgotten', () => {
    const { told, from } = open();
    from('10.0.0.1');
    from('198.51.100.1', '192.0.2.1');
    expect(told).toEqual([]);
    from('10.0.0.1', '192.0.2.1');
    from('10.0.0.2', '192.0.2.1');
    expect(told).toEqual(['10.0.0.1']);
    const known = open('uniquelocal');
    known.from('10.0.0.1', '192.0.2.1');
    expect(known.told).toEqual([]);
  });

  it('P4 takes addresses, ranges and names, and nothing that would trust everybody', () => {
    for (const right of ['127.0.0.1', '::1', '10.0.0.0/8,fd00::/8', 'loopback , uniquelocal']) {
      expect(parseTrust(right), right).toBeTypeOf('function');
    }
    const wrong = ['1', 'true', '*', '0.0.0.0/0', '::/0', '10.0.0.0/33', '10.0.0', 'localhost'];
    for (const text of [
      ...wrong,
      '10.0.0.0/8/8',
      '10.0.0.0/255.0.0.0',
      '10.0.0.1,',
      'proxy.example',
    ]) {
      expect(parseTrust(text), text).toBeUndefined();
    }
  });
});
