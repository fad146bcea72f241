/**
 * A hub that is about to be ill-treated, and an honest viewer on it: whatever strangers send, the
 * hub must go on, say nothing on its standard error, and serve the viewer as before.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { openApi } from './api.ts';
import { startHubProcess } from './hub-process.ts';
import { until } from './until.ts';
import { openViewer } from './viewer.ts';

export interface AttackedHub {
  readonly url: string;
  /** Rejects unless the hub lives, answers, has complained of nothing and still serves the viewer. */
  expectWell(): Promise<void>;
  /** After a crash, so that the next attack meets a hub again. */
  revive(): Promise<void>;
  close(): Promise<void>;
}

export async function openAttackedHub(): Promise<AttackedHub> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ajil-attacked-'));
  const hub = await startHubProcess({ dataDir });
  const viewer = openViewer(hub.url);
  await until(() => viewer.snapshots.length === 1, 'the board');
  const { publish } = openApi(hub.url);

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
    async expectWell() {
      const state = { running: hub.running, health: await health(), said: hub.said.err };
      if (!isDeepStrictEqual(state, { running: true, health: '200', said: '' })) {
        throw new Error(`The hub is not well: ${JSON.stringify(state)}`);
      }
      const losses = viewer.losses.length;
      const { id } = await publish({ headline: 'ما زال المركز يعمل' });
      await until(() => viewer.entries.at(-1)?.headline.id === id, 'the honest viewer to see it');
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
