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

/**
 * Whatever emits events, by its class: connections, requests, transports and viewers all do. One look takes half a
 * second, so it is for all of them at once. And Socket.IO's tables, from the one server among them.
 */
const READER = `(emitters) => {
  const held = {};
  for (const one of emitters) {
    // Not the classes themselves: some are made when they are first needed.
    const { name } = one.constructor;
    if (!Object.hasOwn(one, 'constructor')) held[name] = (held[name] ?? 0) + 1;
  }
  const io = emitters.find((one) => Object.hasOwn(one, '_nsps'));
  const { sockets, adapter, _preConnectSockets } = io.of('/');
  return {
    ...held,
    connections: io.engine.clientsCount,
    sessions: Object.keys(io.engine.clients).length,
    namespaces: io._nsps.size,
    viewers: sockets.size,
    'viewers to be': _preConnectSockets.size,
    rooms: adapter.rooms.size,
    'viewers in rooms': adapter.sids.size,
  };
}`;

/** Node's own count of what keeps the process busy: timers, connections, files. */
const RESOURCES = `(() => {
  const held = {};
  for (const name of process.getActiveResourcesInfo()) held[name] = (held[name] ?? 0) + 1;
  return held;
})()`;

/** Of these Node has more or fewer by the moment, whoever is connected. */
const PASSING = new Set(['Immediate', 'FSReqCallback', 'FSReqPromise', 'TickObject']);

export async function readHoldings(inspector: Inspector): Promise<Holdings> {
  // Looks after a collection of its own.
  const objects = holdingsSchema.parse(await inspector.ofAll(`load('events')`, READER));
  const resources = holdingsSchema.parse(await inspector.evaluate(RESOURCES));
  const lasting = Object.entries(resources).filter(([name]) => !PASSING.has(name));
  return { ...objects, ...Object.fromEntries(lasting) };
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
