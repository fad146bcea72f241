#!/usr/bin/env node
/** The program: hands the shell what it needs of this process, and the process its exit code. */
import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Outlet } from './screen.ts';
import { runShell } from './shell.ts';

/** Whoever read has gone, as `head` does: there is nobody left to tell, but what was begun goes on. */
const unread = Promise.withResolvers<undefined>();

function outletOf(stream: NodeJS.WriteStream): Outlet {
  stream.on('error', () => unread.resolve(undefined));
  return { isTerminal: stream.isTTY, write: (text) => void stream.write(text) };
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    void unread.promise.then(() => resolve());
  });
}

process.exitCode = await runShell({
  typed: process.argv.slice(2),
  environment: process.env,
  stdin: process.stdin,
  out: outletOf(process.stdout),
  err: outletOf(process.stderr),
  home: homedir(),
  fetch,
  now: Date.now,
  random: Math.random,
  pause: async (ms) => {
    await pause(ms);
  },
  newId: randomUUID,
  interrupted,
});
