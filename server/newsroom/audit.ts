/**
 * The audit log, read: who did what, newest first. Each channel has a trail beside its log, and the store has
 * one of its own; here they are one, merged by time. The clocks of nodes may differ, so lines of two trails that
 * are close in time may stand in either order, but always in the same.
 */
import { z } from 'zod';
import type { By } from '../../shared/audit.ts';
import { fieldProblem } from '../../shared/problem.ts';
import type { Store } from '../store/store.ts';
import type { Trace, TrailPage } from '../trail/trail.ts';
import type { Wire } from '../wire/wire.ts';

const by: z.ZodType<By> = z.object({
  kind: z.enum(['person', 'key', 'hub']),
  id: z.string(),
  name: z.string(),
});
/** What every line has; what else it says is kept as it is. */
const lineSchema = z.looseObject({
  at: z.string(),
  act: z.string(),
  subject: z.string(),
  by,
  from: z.string(),
  channel: z.string().optional(),
});
export type AuditRecord = z.output<typeof lineSchema>;

export interface Stop {
  readonly line: AuditRecord;
  /** Lines older than this one: `before` of another reading. */
  readonly cursor: string;
}

export interface AuditQuery {
  /** Whose trails; the store's lines about other channels are left out. null: all, and the store's own. */
  readonly channels: readonly string[] | null;
  readonly before?: string | undefined;
}

export interface Audit {
  /** Newest first, read as it goes. Problem: `invalid` for a cursor that is none. */
  read(query: AuditQuery): AsyncGenerator<Stop>;
}

export interface AuditPorts {
  readonly wire: Pick<Wire, 'trail'>;
  readonly store: Pick<Store, 'trail'>;
  /** The channels that there are. */
  readonly channels: () => readonly string[];
}

/** Lines of one trail in one read. */
const PAGE = 200;
/** No channel is named so. */
const STORE = '~store';
/** The time of the last line that was read, of whichever trail. */
const LAST = '~last';

type Cursors = Record<string, string>;
const cursorsSchema = z.record(z.string(), z.string());

export function openAudit({ wire, store, channels }: AuditPorts): Audit {
  async function page(source: string, asked: TrailPage): Promise<[string, AuditRecord][]> {
    if (source === STORE) return (await store.trail(asked)).map(recordOf);
    const traces = await wire.trail(source, asked);
    return traces.map((trace) => {
      const [cursor, line] = recordOf(trace);
      return [cursor, { ...line, seq: trace.seq, after: trace.headline }];
    });
  }

  /** Where nothing was read of a source yet: what was written since the first page is not of this reading. */
  async function* walk(source: string, { [source]: first, [LAST]: last = '' }: Cursors) {
    const isOf = ({ at }: AuditRecord): boolean => first !== undefined || last === '' || at <= last;
    for (let before = first; ;) {
      const lines = await page(source, { before, limit: PAGE });
      for (const [cursor, line] of lines) if (isOf(line)) yield { source, cursor, line };
      before = lines.at(-1)?.[0];
      if (lines.length < PAGE) return;
    }
  }

  return {
    async *read({ channels: asked, before }) {
      const cursors: Cursors = before === undefined ? {} : readCursors(before);
      const sources = [STORE, ...(asked ?? channels())];
      const isAsked = ({ source, line: { channel } }: { source: string; line: AuditRecord }) =>
        source !== STORE || asked === null || (channel !== undefined && asked.includes(channel));
      const walks = sources.map((source) => walk(source, { ...cursors }));
      const heads = await Promise.all(walks.map((one) => one.next()));
      for (;;) {
        const at = newestOf(heads.map(({ value }) => value?.line.at));
        const head = heads[at]?.value;
        const next = walks[at];
        if (!head || !next) return;
        cursors[head.source] = head.cursor;
        cursors[LAST] = head.line.at;
        if (isAsked(head)) yield { line: head.line, cursor: writeCursors(cursors) };
        heads[at] = await next.next();
      }
    },
  };
}

function recordOf({ cursor, text }: Trace): [string, AuditRecord] {
  return [cursor, lineSchema.parse(JSON.parse(text))];
}

/** -1 where nothing is left. */
function newestOf(times: readonly (string | undefined)[]): number {
  let newest = -1;
  times.forEach((time, at) => {
    if (time !== undefined && time > (times[newest] ?? '')) newest = at;
  });
  return newest;
}

function writeCursors(cursors: Cursors): string {
  return Buffer.from(JSON.stringify(cursors)).toString('base64url');
}

function readCursors(text: string): Cursors {
  try {
    return cursorsSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch {
    throw fieldProblem('before', 'is no place in the audit log');
  }
}
