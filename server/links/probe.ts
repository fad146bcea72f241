/**
 * Looks whether a link leads somewhere. **The danger:** an editor's link, or a page that redirects, may name an
 * address of the hub's own network (SSRF). So the address is checked where the connection is made, after every
 * redirect anew: between a look at the name and the connection it could change (DNS rebinding).
 */
import { lookup, type LookupAddress } from 'node:dns';
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Link, Links } from '../newsroom/links.ts';

export interface ProbePorts {
  /** Whether the hub may connect to it. */
  readonly allows: (address: string) => boolean;
}

/** ms for all of it, redirects included. */
const LIMIT = 3_000;
/** Links that are looked at at once; of further ones nothing is said. */
const AT_ONCE = 8;
const REDIRECTS = 3;
/** Bytes of a page that are read. */
const ENOUGH = 1_024;
/** The other end is there, and does not want machines to look. */
const SHY = new Set([401, 403, 405, 406, 429, 451, 501]);

interface Seen {
  readonly status: number;
  readonly location: string | undefined;
}

export function openProbe({ allows }: ProbePorts): Links {
  let underWay = 0;

  const lookupAllowed: LookupFunction = (host, options, answer) => {
    lookup(host, { ...options, all: true }, (error, found?: LookupAddress[]) => {
      const first = found?.[0];
      if (error || !found || !first) answer(error ?? forbidden(host), '', 4);
      else if (!found.every(({ address }) => allows(address))) answer(forbidden(host), '', 4);
      else if (options.all) answer(null, found);
      else answer(null, first.address, first.family);
    });
  };

  /** Rejects where nobody answers, and where nobody may be asked. */
  function ask(method: 'HEAD' | 'GET', url: URL, signal: AbortSignal): Promise<Seen> {
    const literal = url.hostname.replace(/^\[(.*)\]$/, '$1');
    if (!/^https?:$/.test(url.protocol)) return Promise.reject(forbidden(url.protocol));
    // An address in the link itself is never looked up.
    if (isIP(literal) !== 0 && !allows(literal)) return Promise.reject(forbidden(literal));
    const headers = { 'User-Agent': 'Ajil (checks whether a link is alive)', Accept: '*/*' };
    const options: RequestOptions = {
      method,
      headers,
      signal,
      agent: false,
      lookup: lookupAllowed,
    };
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    return new Promise((resolve, reject) => {
      const sent = send(url, options, (response) => {
        readLittle(response).then(() => {
          sent.destroy();
          const { statusCode: status = 0, headers: given } = response;
          resolve({ status, location: given.location });
        }, reject);
      });
      sent.on('error', reject);
      sent.end();
    });
  }

  async function follow(first: string, signal: AbortSignal): Promise<Link> {
    let url = new URL(first);
    for (let hop = 0; hop <= REDIRECTS; hop += 1) {
      const head = await ask('HEAD', url, signal);
      // Some know no HEAD, and say so in many ways.
      const { status, location } = head.status < 400 ? head : await ask('GET', url, signal);
      const isRedirect = status >= 300 && status < 400 && location !== undefined;
      if (!isRedirect) return { state: stateOf(status), status };
      url = new URL(location, url);
    }
    return { state: 'unknown' };
  }

  return {
    async look(url) {
      if (underWay >= AT_ONCE) return { state: 'unknown' };
      underWay += 1;
      try {
        return await follow(url, AbortSignal.timeout(LIMIT));
      } catch {
        // Nothing tells an address that may not be asked from one that does not answer.
        return { state: 'dead' };
      } finally {
        underWay -= 1;
      }
    },
  };
}

function stateOf(status: number): Link['state'] {
  if (SHY.has(status)) return 'unknown';
  return status >= 200 && status < 400 ? 'alive' : 'dead';
}

async function readLittle(response: IncomingMessage): Promise<void> {
  let read = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    read += chunk.length;
    if (read >= ENOUGH) return;
  }
}

function forbidden(what: string): NodeJS.ErrnoException {
  return new Error(`${what} is not asked`);
}
