import { issuedKeySchema, keySchema, keysSchema, type KeyAnswer } from './answers.ts';
import type { Call } from './command.ts';
import { pathOf } from './hub.ts';
import { columns, type Line } from './screen.ts';
import type { Words } from './words.ts';

export async function listKeys({ hub, screen, words, world }: Call): Promise<void> {
  const { raw, value } = await hub.send(keysSchema, {
    method: 'GET',
    path: pathOf(words, 'keys'),
    isRepeatable: true,
  });
  const { id, role, urgency, state, hints, channels, name } = words.heads;
  const rows = value.keys.map((key): Line => [
    key.id,
    key.role,
    String(key.highestUrgency ?? 1),
    stateOf(key, world.now(), words),
    key.secrets.map(({ hint }) => hint).join(', '),
    channelsOf(key, words),
    { quote: key.name },
  ]);
  screen.show(raw, columns([[id, role, urgency, state, hints, channels, name], ...rows]));
}

export async function createKey(call: Call): Promise<void> {
  const { given, words } = call;
  const body = {
    name: given.text('name'),
    role: given.text('role'),
    channels: given.list('channels') ?? null,
    highestUrgency: given.whole('highest-urgency'),
    expires: given.text('expires'),
  };
  await issue(call, pathOf(words, 'keys'), words.said.created, body);
}

export async function rotateKey(call: Call): Promise<void> {
  const { words } = call;
  await issue(call, pathOf(words, 'keys', call.operand(0), 'rotate'), words.said.rotated);
}

export async function retireSecret(call: Call): Promise<void> {
  const { words } = call;
  const path = pathOf(words, 'keys', call.operand(0), 'secrets', call.operand(1));
  // Once it is retired, a repeat finds no such secret.
  await end(call, { path, isRepeatable: false }, words.said.retired);
}

export async function revokeKey(call: Call): Promise<void> {
  const { words } = call;
  const path = pathOf(words, 'keys', call.operand(0));
  await end(call, { path, isRepeatable: true }, words.said.revoked);
}

/** A repeat would make a second secret, and the first would be one that nobody has seen. */
async function issue(call: Call, path: string, done: string, body?: unknown): Promise<void> {
  const { hub, screen, words } = call;
  const { raw, value } = await hub.send(issuedKeySchema, {
    method: 'POST',
    path,
    isRepeatable: false,
    ...(body === undefined ? {} : { body }),
  });
  screen.show(raw, [
    [`${value.id}  ${done}  `, { quote: value.name }],
    [words.said.secretOnce],
    [value.secret],
  ]);
}

async function end(
  { hub, screen }: Call,
  how: { readonly path: string; readonly isRepeatable: boolean },
  done: string,
): Promise<void> {
  const { raw, value } = await hub.send(keySchema, { method: 'DELETE', ...how });
  screen.show(raw, [[`${value.id}  ${done}  `, { quote: value.name }]]);
}

function channelsOf({ channels }: KeyAnswer, words: Words): string {
  return channels === null ? words.said.everyChannel : channels.join(', ');
}

function stateOf({ revoked, expires }: KeyAnswer, now: number, words: Words): string {
  const { said } = words;
  if (revoked !== undefined) return said.revoked;
  if (expires === undefined) return said.works;
  return Date.parse(expires) <= now ? said.expired : expires;
}
