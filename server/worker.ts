/** One of several workers on one port: a hub that its primary started and that ends with it. */
import { rmdirSync } from 'node:fs';
import { startHub, type RunningHub } from './assemble.ts';
import { readConfig } from './config.ts';
import { seatSchema, type Report } from './seat.ts';
import { StartFault } from './start-fault.ts';

const seat = seatSchema.parse(JSON.parse(process.argv[2] ?? 'null'));
let hub: RunningHub | undefined;
let isEnding = false;

async function end(): Promise<void> {
  await hub?.close();
  if (isEnding) return;
  isEnding = true;
  // No primary, no one else to clear up: the last worker finds the folder empty.
  if (!process.connected) removeIfEmpty(seat.folder);
  process.exit();
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Another worker is still there.
  }
}

function report(told: Report): void {
  if (process.connected) process.send?.(told);
}

async function drain(): Promise<void> {
  await hub?.drain();
  await end();
}

process.once('disconnect', () => void end());
// Supervisors tell every process, and then the primary tells its workers again: that is no hurry.
process.on('SIGTERM', () => void drain());
// The primary was gone before anybody listened.
if (!process.connected) void end();
// Ctrl-C reaches every process of a terminal; the primary says when it is time.
process.on('SIGINT', () => undefined);

try {
  const config = readConfig(process.env);
  hub = await startHub({ ...config, port: seat.port }, seat);
  const { url, newAdminKey, firstInvitation } = hub;
  report({ kind: 'ready', url, newAdminKey, firstInvitation });
} catch (error) {
  if (!(error instanceof StartFault)) throw error;
  // It stays until the primary has read why, and lets go.
  process.exitCode = 1;
  report({ kind: 'fault', lines: [...error.lines] });
}
