/** Which addresses are of the world, and not of the hub's own network (IANA's special-purpose registries, RFC 6890). */
import { BlockList, isIP, isIPv4 } from 'node:net';

const NOT_PUBLIC_4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
  ...['172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16'],
  ...['198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
];
/** Of IPv6 just one block is handed out; so mapped, local and link-local addresses are out without being named. */
const PUBLIC_6 = ['2000::/3'];
/** Teredo and others up to 2001:1ff, examples, 6to4, and examples again: they may hold an IPv4 address. */
const NOT_PUBLIC_6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const blocked4 = listOf(NOT_PUBLIC_4, 'ipv4');
const given6 = listOf(PUBLIC_6, 'ipv6');
const blocked6 = listOf(NOT_PUBLIC_6, 'ipv6');

export function isPublic(address: string): boolean {
  if (isIP(address) === 0) return false;
  if (isIPv4(address)) return !blocked4.check(address, 'ipv4');
  return given6.check(address, 'ipv6') && !blocked6.check(address, 'ipv6');
}

function listOf(subnets: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [net = '', prefix] = subnet.split('/');
    list.addSubnet(net, Number(prefix), family);
  }
  return list;
}
