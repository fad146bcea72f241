/** `io` without its cache of connections, and without namespaces: the hub has one, and a feed its own. */
import {
  Manager,
  type ManagerOptions,
} from '../../node_modules/socket.io-client/build/esm/manager.js';
import type {
  Socket,
  SocketOptions,
} from '../../node_modules/socket.io-client/build/esm/socket.js';

export function io(hub: string, options: Partial<ManagerOptions & SocketOptions>): Socket {
  const isWhole = /^(http|ws)s?:/.test(hub);
  const address = isWhole ? hub : `${location.protocol}//${hub}`;
  return new Manager(address, options).socket('/', options);
}
