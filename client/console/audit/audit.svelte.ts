/** The audit log, page by page: newest first, older ones beneath. */
import type { By } from '../../../shared/audit.ts';
import type { ConsoleModel } from '../console.svelte.ts';
import { Deed } from '../office/deed.svelte.ts';
import { hasTexts, isRecord, type Read } from '../read.ts';
import { auditPath } from './path.ts';

export interface AuditRecord {
  readonly at: string;
  readonly act: string;
  readonly channel?: string;
  readonly subject: string;
  readonly by: By;
  readonly from: string;
  readonly reason?: string;
  readonly silent?: true;
  readonly consents?: readonly By[];
  readonly before?: unknown;
  readonly after?: unknown;
}
interface Page {
  readonly lines: readonly AuditRecord[];
  readonly next?: string;
}

/** Lines that are read at a time. */
const PAGE = 50;

const readPage: Read<Page> = (value) => {
  if (!isRecord(value)) return undefined;
  const { lines, next } = value;
  if (!Array.isArray(lines) || !lines.every(isLine)) return undefined;
  return { lines, ...(typeof next === 'string' && { next }) };
};

function isLine(value: unknown): value is AuditRecord {
  return (
    hasTexts(value, 'at', 'act', 'subject', 'from') &&
    isRecord(value) &&
    hasTexts(value['by'], 'kind', 'name')
  );
}

export class AuditModel {
  readonly #model: ConsoleModel;
  /** Empty: everything. */
  channel = $state('');
  lines = $state.raw<readonly AuditRecord[]>();
  next = $state.raw<string>();
  readonly reading = new Deed();

  constructor(model: ConsoleModel, channel: string) {
    this.#model = model;
    this.channel = channel;
  }

  readonly read = async (): Promise<void> => {
    await this.#more([]);
  };

  readonly older = async (): Promise<void> => {
    await this.#more(this.lines ?? [], this.next);
  };

  async #more(known: readonly AuditRecord[], before?: string): Promise<void> {
    const { channel } = this;
    const asked = { limit: String(PAGE), ...(before !== undefined && { before }) };
    const path = auditPath(channel, asked);
    const done = await this.reading.try(() => this.#model.hub.ask('GET', path, readPage));
    // Another channel was chosen meanwhile.
    if (channel !== this.channel) await this.#more([]);
    else if (done) {
      this.lines = [...known, ...done.value.lines];
      this.next = done.value.next;
    }
  }
}
