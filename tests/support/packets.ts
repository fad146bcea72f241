/** Packets that are nearly Socket.IO's: every part is right often enough for the next to be read. */
import fc from 'fast-check';
import { CONNECT, type RawPacket } from './raw-link.ts';

/** Names that mean something to the hub, to Socket.IO, to Node or to JavaScript. */
const NAMES = [
  'subscribe',
  'unsubscribe',
  'snapshot',
  'entries',
  'connect',
  'connect_error',
  'disconnect',
  'disconnecting',
  'error',
  'newListener',
  'removeListener',
  '__proto__',
  'constructor',
  'toString',
] as const;

const name = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...NAMES) }, fc.string());

const channel = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('breaking', '', '__proto__', 'constructor', 'nowhere') },
  fc.jsonValue({ maxDepth: 2 }),
);

const position = fc.oneof(
  fc.constant(null),
  fc.record({ epoch: fc.oneof(fc.string(), fc.jsonValue({ maxDepth: 1 })), seq: fc.double() }),
  fc.jsonValue({ maxDepth: 2 }),
);

const argument = fc.oneof(
  { weight: 3, arbitrary: fc.record({ channel, position }, { requiredKeys: [] }) },
  fc.record({ _placeholder: fc.boolean(), num: fc.oneof(fc.integer(), fc.string()) }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** JSON. */
export const anyArgument = argument.map((one) => JSON.stringify(one));

const event = fc
  .tuple(
    fc.oneof({ weight: 8, arbitrary: name }, fc.jsonValue()),
    fc.array(argument, { maxLength: 3 }),
  )
  .map(([first, rest]) => JSON.stringify([first, ...rest]));

const auth = fc
  .dictionary(
    fc.constantFrom('channels', '__proto__', 'constructor'),
    fc.dictionary(name, position),
  )
  .map((value) => JSON.stringify(value));

const payload = fc.oneof(
  { weight: 5, arbitrary: event },
  { weight: 2, arbitrary: auth },
  fc.json(),
  fc.string(),
  fc.constantFrom('', '[', '{}', '"', 'null', '[]', '['.repeat(20_000)),
);

// Engine.IO's type (4 is a message), then Socket.IO's, its attachments, namespace and id.
const almostRight = fc
  .tuple(
    fc.oneof(
      { weight: 12, arbitrary: fc.constant('4') },
      fc.constantFrom('0', '1', '2', '3', '5', '6', '7', 'b'),
    ),
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('0', '2', '4', '5') },
      fc.constantFrom('1', '3', '6', '7', 'x'),
    ),
    fc.oneof(
      { weight: 6, arbitrary: fc.constant('') },
      fc.constantFrom('1-', '2-', '10-', '11-', '0-', '-', '-1-', '1e9-', '99999999999999999999-'),
    ),
    fc.oneof(
      { weight: 8, arbitrary: fc.constant('') },
      fc.constantFrom('/,', '/', '/nowhere,', '/breaking', '/__proto__,', '/?a=b,'),
    ),
    fc.oneof(
      { weight: 3, arbitrary: fc.nat().map(String) },
      fc.constantFrom('', '-1', '00', '1.5', '9'.repeat(400)),
    ),
    payload,
  )
  .map((parts) => parts.join(''));

export const anyPacket: fc.Arbitrary<RawPacket> = fc.oneof(
  { weight: 8, arbitrary: almostRight },
  { weight: 2, arbitrary: fc.constant(CONNECT) },
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.uint8Array({ maxLength: 200 }),
);
