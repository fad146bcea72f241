/**
 * A hub that is about to be ill-treated, and an honest viewer on it: whatever strangers send, the
 * hub must go on, say nothing on its standard error, and serve the viewer as before.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { openApi, type Published } from './api.ts';
import { startHubProcess, type HubProcess } from './hub-process.ts';
import { complaintsOf, INSPECTABLE } from './inspector.ts';
import { until } from './until.ts';
import { openViewer } from './viewer.ts';

export interface AttackedHub {
  readonly url: string;
  /** For who wants to look inside. */
  readonly process: HubProcess;
  /** What the viewer was to see. */
  readonly published: readonly Published[];
  /** Rejects unless the hub lives, answers, has complained of nothing and still serves the viewer. */
  expectWell(): Promise<void>;
  /** After a crash, so that the next attack meets a hub again. */
  revive(): Promise<void>;
  close(): Promise<void>;
}

export async function openAttackedHub(): Promise<AttackedHub> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ajil-attacked-'));
  const hub = await startHubProcess({ dataDir, command: [process.execPath, ...INSPECTABLE] });
  const viewer = openViewer(hub.url);
  await until(() => viewer.snapshots.length === 1, 'the board');
  const { publish } = openApi(hub.url);
  const published: Published[] = [];

  async function health(): Promise<string> {
    try {
      const { status } = await fetch(`${hub.url}/healthz`);
      return String(status);
    } catch (error) {
      return String(error);
    }
  }

  return {
    url: hub.url,
    process: hub,
    published,
    async expectWell() {
      const state = { running: hub.running, health: await health(), said: complaintsOf(hub.said) };
      if (!isDeepStrictEqual(state, { running: true, health: '200', said: '' })) {
        throw new Error(`The hub is not well: ${JSON.stringify(state)}`);
      }
      const losses = viewer.losses.length;
      const one = await publish({ headline: 'ما زال المركز يعمل' });
      published.push(one);
      await until(
        () => viewer.entries.at(-1)?.headline.id === one.id,
        'the honest viewer to see it',
      );
      if (viewer.losses.length > losses) throw new Error('The honest viewer was disconnected');
    },
    async revive() {
      if (!hub.running) await hub.start();
    },
    async close() {
      viewer.close();
      await hub.kill();
      await rm(dataDir, { recursive: true });
    },
  };
}
