/**
 * Where a request comes from, for whatever is counted by address. Behind a proxy every connection is the
 * proxy's, and `X-Forwarded-For` says whose it is: but anybody can send that header, so it counts only as
 * far as trusted proxies wrote it (TRUST_PROXY).
 */
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import proxyAddr from 'proxy-addr';

/** Whether what an address says of the one before it is believed. */
export type Trust = (address: string, hop: number) => boolean;

/** The address of whoever is behind a request, as it is counted. */
export type AddressOf = (request: IncomingMessage) => string;

export interface AddressPorts {
  readonly trust: Trust;
  /** Told once, of the first neighbour that looks like a proxy and is not trusted. */
  readonly strange: (neighbour: string) => void;
}

export const TRUST_FORM =
  'a comma list of addresses, ranges such as 10.0.0.0/8, loopback, linklocal, uniquelocal';
export const trustNobody: Trust = () => false;

/** proxy-addr names them so too. */
const NAMES = ['loopback', 'linklocal', 'uniquelocal'];
const isNearby = proxyAddr.compile(NAMES);
/** Connections without an address: it was closed already, or came through a Unix socket. */
const UNKNOWN = 'unknown';

/** Undefined where the text is not of that form. */
export function parseTrust(text: string): Trust | undefined {
  const parts = text.split(',').map((part) => part.trim());
  // proxy-addr takes `1` for the address 0.0.0.1, which is no number of proxies.
  if (!parts.every((part) => NAMES.includes(part) || isRange(part))) return undefined;
  try {
    return proxyAddr.compile(parts);
  } catch {
    // A range of 0 bits would trust everybody, and with that every header.
    return undefined;
  }
}

export function createAddressOf({ trust, strange }: AddressPorts): AddressOf {
  let isTold = false;

  const trustBare: Trust = (address, hop) => trust(bare(address), hop);

  function look({ socket: { remoteAddress = '' }, headers }: IncomingMessage): void {
    if (headers['x-forwarded-for'] === undefined) return;
    if (trust(remoteAddress, 0) || !isNearby(remoteAddress, 0)) return;
    isTold = true;
    strange(remoteAddress);
  }

  return (request) => {
    if (request.socket.remoteAddress === undefined) return UNKNOWN;
    if (!isTold) look(request);
    // As far as one vouches for the next. What is no address counts for the proxy that passed it on.
    const hops = proxyAddr.all(request, trustBare).map(bare);
    const address = hops.findLast((hop) => isIP(hop) !== 0);
    return address === undefined ? UNKNOWN : counted(address);
  };
}

/**
 * As an address is counted: IPv6 by its /64, for one customer has at least that (RFC 6177), and a limit by
 * the full address would hold nobody. IPv4 within IPv6 is IPv4.
 */
export function counted(address: string): string {
  if (isIP(address) !== 6) return address;
  const groups = groupsOf(address);
  const [high = 0, low = 0] = groups.slice(6);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** The eight numbers of an IPv6 address; a URL writes each of them in the same way. */
function groupsOf(address: string): number[] {
  const [plain = ''] = address.split('%');
  const text = new URL(`http://[${plain}]`).hostname.slice(1, -1);
  const [head = [], tail = []] = text
    .split('::')
    .map((part) => (part === '' ? [] : part.split(':').map((group) => parseInt(group, 16))));
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

/** Without the port that some proxies write beside it. */
function bare(address: string): string {
  return /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address;
}

function isRange(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  return isIP(address) !== 0 && more.length === 0 && (bits === undefined || /^\d{1,3}$/.test(bits));
}
