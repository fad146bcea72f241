/** All commands, in the order of the help. What runs them is loaded when it is called: a start is short. */
import type { Command } from './command.ts';
import type { OptionName } from './options.ts';

const KEYED: readonly OptionName[] = ['key-file'];
const FIELDS: readonly OptionName[] = [
  ...([
    'urgency',
    'language',
    'url',
    'summary',
    'source',
    'by',
    'expires',
    'pinned',
    'rank',
  ] as const),
];
const SETTINGS: readonly OptionName[] = [
  ...(['language', 'board-size', 'ttl', 'origins', 'undo-window', 'retention'] as const),
];

export const COMMANDS: readonly Command[] = [
  {
    name: 'publish',
    operands: ['<text|->'],
    options: ['channel', ...FIELDS, 'id', 'idempotency-key', ...KEYED],
    run: async (call) => (await import('./publish.ts')).publish(call),
  },
  {
    name: 'correct',
    operands: ['<id>', '[text|-]'],
    options: [
      ...(['channel', ...FIELDS, 'unpinned', 'remove', 'note', 'version'] as const),
      ...(['idempotency-key', ...KEYED] as const),
    ],
    run: async (call) => (await import('./correct.ts')).correct(call),
  },
  {
    name: 'withdraw',
    operands: ['<id>'],
    options: ['channel', 'note', 'version', 'idempotency-key', ...KEYED],
    run: async (call) => (await import('./withdraw.ts')).withdraw(call),
  },
  {
    name: 'list',
    operands: [],
    options: ['channel'],
    run: async (call) => (await import('./list.ts')).list(call),
  },
  {
    name: 'watch',
    operands: [],
    options: ['channel'],
    run: async (call) => (await import('./watch.ts')).watch(call),
  },
  {
    name: 'export',
    operands: [],
    options: ['channel', 'as'],
    run: async (call) => (await import('./export.ts')).exportBoard(call),
  },
  {
    name: 'import',
    operands: ['<file|->'],
    options: ['channel', ...KEYED],
    run: async (call) => (await import('./import.ts')).importLines(call),
  },
  {
    name: 'channels list',
    operands: [],
    options: [],
    run: async (call) => (await import('./channels.ts')).listChannels(call),
  },
  {
    name: 'channels create',
    operands: ['<name>'],
    options: ['title', ...SETTINGS, ...KEYED],
    needed: ['title'],
    run: async (call) => (await import('./channels.ts')).createChannel(call),
  },
  {
    name: 'channels change',
    operands: ['<name>'],
    options: ['title', ...SETTINGS, ...KEYED],
    run: async (call) => (await import('./channels.ts')).changeChannel(call),
  },
  {
    name: 'channels delete',
    operands: ['<name>'],
    options: KEYED,
    run: async (call) => (await import('./channels.ts')).deleteChannel(call),
  },
  {
    name: 'keys list',
    operands: [],
    options: KEYED,
    run: async (call) => (await import('./keys.ts')).listKeys(call),
  },
  {
    name: 'keys create',
    operands: [],
    options: ['name', 'role', 'channels', 'highest-urgency', 'expires', ...KEYED],
    needed: ['name', 'role'],
    run: async (call) => (await import('./keys.ts')).createKey(call),
  },
  {
    name: 'keys rotate',
    operands: ['<id>'],
    options: KEYED,
    run: async (call) => (await import('./keys.ts')).rotateKey(call),
  },
  {
    name: 'keys retire',
    operands: ['<id>', '<hint>'],
    options: KEYED,
    run: async (call) => (await import('./keys.ts')).retireSecret(call),
  },
  {
    name: 'keys revoke',
    operands: ['<id>'],
    options: KEYED,
    run: async (call) => (await import('./keys.ts')).revokeKey(call),
  },
  {
    name: 'help',
    operands: ['[command]'],
    options: [],
    run: async (call) => {
      (await import('./help.ts')).help(call);
    },
  },
];
