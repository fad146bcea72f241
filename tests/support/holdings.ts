/**
 * What a hub holds, seen from inside its process: whatever strangers came and went must not have made it more.
 * Objects are counted after a garbage collection, so each one is held by somebody.
 */
import { z } from 'zod';
import type { Inspector } from './inspector.ts';

const holdingsSchema = z.record(z.string(), z.number());

/** By its name, how many there are. */
export type Holdings = z.output<typeof holdingsSchema>;

const memorySchema = z.object({ heapUsed: z.number(), rss: z.number() });
/** Bytes. */
export type Memory = z.output<typeof memorySchema>;

/** What Socket.IO keeps in its tables. */
const TABLES = `([io]) => {
  const { sockets, adapter } = io.of('/');
  return {
    connections: io.engine.clientsCount,
    sessions: Object.keys(io.engine.clients).length,
    namespaces: io._nsps.size,
    viewers: sockets.size,
    'viewers to be': io.of('/')._preConnectSockets.size,
    rooms: adapter.rooms.size,
    'viewers in rooms': adapter.sids.size,
  };
}`;

/** Objects of which a connection has some. */
const CLASSES = {
  'TCP sockets': `load('net').Socket`,
  requests: `load('http').IncomingMessage`,
  answers: `load('http').ServerResponse`,
  'engine sockets': `load('engine.io').Socket`,
  transports: `load('engine.io').Transport`,
  WebSockets: `load('ws').WebSocket`,
  'viewer objects': `load('socket.io').Socket`,
} as const;

/** Node's own count of what keeps the process busy: timers, connections, files. */
const RESOURCES = `(() => {
  const held = {};
  for (const name of process.getActiveResourcesInfo()) held[name] = (held[name] ?? 0) + 1;
  return held;
})()`;

/** Of these Node has more or fewer by the moment, whoever is connected. */
const PASSING = new Set(['Immediate', 'FSReqCallback', 'FSReqPromise', 'TickObject']);

export async function readHoldings(inspector: Inspector): Promise<Holdings> {
  await inspector.collectGarbage();
  const tables = holdingsSchema.parse(await inspector.ofAll(`load('socket.io').Server`, TABLES));
  const objects: Holdings = {};
  for (const [name, className] of Object.entries(CLASSES)) {
    objects[name] = z.number().parse(await inspector.ofAll(className, '({ length }) => length'));
  }
  const resources = holdingsSchema.parse(await inspector.evaluate(RESOURCES));
  const lasting = Object.entries(resources).filter(([name]) => !PASSING.has(name));
  return { ...tables, ...objects, ...Object.fromEntries(lasting) };
}

/** After a garbage collection. */
export async function readMemory(inspector: Inspector): Promise<Memory> {
  await inspector.collectGarbage();
  return memorySchema.parse(await inspector.evaluate('process.memoryUsage()'));
}

/** What there is more of than before. */
export function surplus(before: Holdings, now: Holdings): string[] {
  return Object.entries(now).flatMap(([name, count]) => {
    const was = before[name] ?? 0;
    return count > was ? [`${count} ${name}, and there were ${was}`] : [];
  });
}
