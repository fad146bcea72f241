/** What the builder asks of its hub: which channels there are, and which release a page can pin. */
import type { PinnedScript } from './snippets.ts';

export interface ChannelFacts {
  readonly name: string;
  readonly title: string;
  /** Where it may be shown; empty: everywhere. */
  readonly sites: readonly string[];
}

/** Undefined where the hub does not answer, or not as it should. */
export async function readChannels(): Promise<readonly ChannelFacts[] | undefined> {
  const answer = await read('/api/channels');
  if (!isRecord(answer) || !Array.isArray(answer['channels'])) return undefined;
  const channels: readonly unknown[] = answer['channels'];
  return channels.flatMap((channel) => {
    if (!isRecord(channel)) return [];
    const { name, title, allowedOrigins } = channel;
    if (typeof name !== 'string' || typeof title !== 'string') return [];
    return [{ name, title, sites: textsOf(allowedOrigins) }];
  });
}

export async function readPinned(): Promise<PinnedScript | undefined> {
  const answer = await read('/embed/v1/ticker.json');
  if (!isRecord(answer)) return undefined;
  const { url, integrity } = answer;
  return typeof url === 'string' && typeof integrity === 'string' ? { url, integrity } : undefined;
}

async function read(path: string): Promise<unknown> {
  try {
    const response = await fetch(path);
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
