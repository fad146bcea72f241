/** A ninjs 3.1 document as a draft: what a CMS that speaks the IPTC's format sends as it is. */
import { createHash } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { ID_PATTERN } from '../../shared/headline.ts';
import { fieldProblem, Problem } from '../../shared/problem.ts';
import { ninjsUri } from '../feeds/ninjs.ts';
import type { Draft } from '../../shared/draft.ts';
import { parseFields } from './body.ts';
import { draftSchema } from './fields.ts';

const texts = z.array(
  z.looseObject({
    role: z.string().optional(),
    contentType: z.string().optional(),
    value: z.string(),
  }),
);

/** A real document has many more fields; those that a headline has no place for are left aside. */
export const ninjsSchema = z
  .looseObject({
    uri: z.string().min(1, 'is empty').max(2_000, 'is longer than 2000 characters'),
    pubStatus: z.enum(['usable', 'withheld', 'canceled']).optional(),
    headlines: texts,
    descriptions: texts.optional(),
    infoSources: z.array(z.looseObject({ name: z.string().optional() })).optional(),
    renditions: z
      .array(
        z.looseObject({
          name: z.string(),
          href: z.string().optional(),
          contentType: z.string().optional(),
        }),
      )
      .optional(),
    by: z.string().optional(),
    language: z.string().optional(),
    urgency: z.int().optional(),
    expires: z.string().optional(),
    embargoedUntil: z.iso.datetime({ offset: true }).optional(),
  })
  .openapi('Ninjs', {
    description:
      'A ninjs 3.1 document. Published are: the headline in plain text with the role `main`, or else the first; the first description in plain text; the link of the first rendition named `web` or of type `text/html`; the first named source.',
  });

type Ninjs = z.output<typeof ninjsSchema>;

export interface NinjsContext {
  readonly publicUrl: string;
  readonly channel: string;
  /** ms since 1970, for the embargo. */
  readonly now: number;
}

/** A document tells itself by its shape, because many senders say `application/json`. */
export function isNinjs(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'uri' in value && 'headlines' in value;
}

/** Problem: `invalid`, in the document's own field names. */
export function draftOfNinjs(value: unknown, context: NinjsContext): Draft {
  const item = parseFields(ninjsSchema, value);
  refuseWhatWaits(item, context.now);
  const headline = choose(item.headlines, (one) => isPlain(one) && one.role === 'main');
  const first = headline ?? choose(item.headlines, isPlain);
  if (!first) throw fieldProblem('headlines', 'has no headline in text/plain');
  const summary = choose(item.descriptions, isPlain);
  const source = choose(item.infoSources, ({ name }) => name !== undefined);
  const page = choose(
    item.renditions,
    ({ name, contentType }) => name === 'web' || contentType === 'text/html',
  );
  const draft = {
    id: idOf(item.uri, context),
    headline: first.one.value,
    // Descriptions may have paragraphs; a summary is one line.
    summary: summary?.one.value.replaceAll(/\s+/g, ' '),
    source: source?.one.name,
    url: page?.one.href,
    by: item.by,
    language: item.language,
    urgency: item.urgency,
    expires: item.expires,
  };
  const given = Object.entries(draft).filter(([, one]) => one !== undefined);
  return inTheirNames(() => parseFields(draftSchema, Object.fromEntries(given)), {
    id: 'uri',
    headline: `headlines.${first.at}.value`,
    summary: `descriptions.${summary?.at ?? 0}.value`,
    source: `infoSources.${source?.at ?? 0}.name`,
    url: `renditions.${page?.at ?? 0}.href`,
  });
}

/** What must not be seen yet is never taken for something to show at once. */
function refuseWhatWaits({ pubStatus, embargoedUntil }: Ninjs, now: number): void {
  if (pubStatus === 'canceled') {
    throw fieldProblem('pubStatus', 'is canceled: send DELETE to withdraw a headline');
  }
  if (pubStatus === 'withheld') {
    throw fieldProblem('pubStatus', 'is withheld: send it when it is usable');
  }
  if (embargoedUntil !== undefined && Date.parse(embargoedUntil) > now) {
    throw fieldProblem('embargoedUntil', 'is in the future: send it when the embargo has ended');
  }
}

function choose<T>(list: readonly T[] | undefined, fits: (one: T) => boolean) {
  const at = list?.findIndex(fits) ?? -1;
  const one = list?.[at];
  return one === undefined ? undefined : { one, at };
}

function isPlain({ contentType = 'text/plain' }: { contentType?: string | undefined }): boolean {
  return contentType.startsWith('text/plain');
}

/** The same uri gives the same id on every node, so that a document sent twice is not published twice. */
function idOf(uri: string, { publicUrl, channel }: NinjsContext): string {
  const ours = ninjsUri(publicUrl, channel, '');
  const id = uri.startsWith(ours) ? uri.slice(ours.length) : uri;
  if (ID_PATTERN.test(id)) return id;
  return createHash('sha256').update(uri).digest('base64url').slice(0, 22);
}

function inTheirNames<T>(act: () => T, names: Readonly<Record<string, string>>): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const errors = error.errors.map(({ field, detail }) => ({
      field: names[field] ?? field,
      detail,
    }));
    const detail = errors.map((one) => `${one.field} ${one.detail}`).join('; ');
    throw new Problem(error.code, detail, errors, { cause: error });
  }
}
