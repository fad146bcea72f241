import { describe, expect, it } from 'vitest';
import { Problem } from '../../shared/problem.ts';
import { refuseForeignSite, requireOwnSite, sessionTokenOf, type SiteHeaders } from './site.ts';

const PUBLIC = 'https://news.example';

function isRefused(act: () => void): boolean {
  try {
    act();
    return false;
  } catch (error) {
    if (error instanceof Problem && error.code === 'cross_site') return true;
    throw error;
  }
}
const strict = (headers: SiteHeaders, own?: string): boolean =>
  isRefused(() => requireOwnSite(headers, own));
const mild = (headers: SiteHeaders, own?: string): boolean =>
  isRefused(() => refuseForeignSite(headers, own));

describe('the site of a request', () => {
  it('A6 is PUBLIC_URL where that is set, and nothing that only looks like it', () => {
    expect(strict({ host: 'hub:3000', origin: PUBLIC }, PUBLIC)).toBe(false);
    for (const origin of [
      'http://news.example',
      'https://news.example:8443',
      'https://news.example.evil.example',
      'https://evil.example',
      'https://hub:3000',
      'null',
      '',
    ]) {
      expect(strict({ host: 'hub:3000', origin }, PUBLIC), origin).toBe(true);
      expect(mild({ host: 'hub:3000', origin }, PUBLIC), origin).toBe(true);
    }
  });

  it('A6 is the host that was asked for where PUBLIC_URL is not set', () => {
    const host = '127.0.0.1:3000';
    expect(strict({ host, origin: `http://${host}` })).toBe(false);
    for (const origin of ['http://127.0.0.1:3001', 'http://127.0.0.1', 'http://localhost:3000']) {
      expect(strict({ host, origin }), origin).toBe(true);
    }
    expect(strict({ origin: 'null' })).toBe(true);
  });

  it('A6 is what the browser says too, and must be said where the cookie comes along', () => {
    const own = { host: 'hub', origin: 'https://hub' };
    expect(strict({ ...own, fetchSite: 'same-origin' })).toBe(false);
    for (const fetchSite of ['same-site', 'cross-site', 'none', '']) {
      expect(strict({ ...own, fetchSite }), fetchSite).toBe(true);
      expect(mild({ ...own, fetchSite }), fetchSite).toBe(true);
    }
    expect(strict({ host: 'hub' })).toBe(true);
    expect(strict({ host: 'hub', fetchSite: 'same-origin' })).toBe(true);
    // A program that signs in has no page.
    expect(mild({ host: 'hub' })).toBe(false);
  });

  it('A4 the token is that of the one cookie', () => {
    expect(sessionTokenOf(undefined)).toBeUndefined();
    expect(sessionTokenOf('a=b; ajil=c')).toBeUndefined();
    expect(sessionTokenOf('a=b; __Host-ajil=token; c=d')).toBe('token');
  });
});
