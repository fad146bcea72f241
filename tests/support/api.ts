/** The HTTP side of the public contract, as a publisher and a reader use it. */
import { z } from 'zod';
import type { Position } from '../../shared/protocol.ts';
import { request, type Answer } from './request.ts';

const positionShape = { epoch: z.string(), seq: z.number().int() };

// Loose: the contract grows by adding, and what a test does not look at is not its business.
const headlineSchema = z.looseObject({
  id: z.string(),
  version: z.number().int(),
  pubStatus: z.string(),
  headline: z.string().optional(),
  pinned: z.boolean().optional(),
  firstCreated: z.string(),
});
const publishedSchema = headlineSchema.extend(positionShape);
const boardSchema = z.looseObject({ ...positionShape, headlines: z.array(headlineSchema) });
const missedSchema = z.looseObject({
  entries: z.array(z.looseObject({ seq: positionShape.seq, headline: headlineSchema })),
});
const problemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
});

export type Published = z.output<typeof publishedSchema>;
export type BoardDocument = z.output<typeof boardSchema>;
export type LogEntry = z.output<typeof missedSchema>['entries'][number];
export type ProblemAnswer = z.output<typeof problemSchema>;

export interface Draft {
  readonly headline: string;
  readonly id?: string;
}

type Headers = Readonly<Record<string, string>>;

export interface Api {
  /** Any answer, also a refusal; rejects where no answer comes. */
  post(draft: Draft, headers?: Headers): Promise<Answer>;
  /** Expects to be taken. */
  publish(draft: Draft): Promise<Published>;
  correct(id: string, version: number, headline: string): Promise<Published>;
  /** The same with any answer, as `post`. */
  patch(id: string, version: number, headline: string, headers?: Headers): Promise<Answer>;
  find(id: string): Promise<Answer>;
  board(): Promise<BoardDocument>;
  /** The log after a position, in order; all of it, if unset, where it is still kept. */
  log(after?: Position): Promise<LogEntry[]>;
}

/** `patience`: ms after which a request is given up. */
export function openApi(hub: string, channel = 'breaking', patience?: number): Api {
  const headlines = `${hub}/api/channels/${channel}/headlines`;

  const post: Api['post'] = (draft, headers) =>
    request(headlines, 'POST', draft, headers, patience);
  const patch: Api['patch'] = (id, version, headline, headers) => {
    const ifMatch = { ...headers, 'if-match': `"${version}"` };
    return request(`${headlines}/${id}`, 'PATCH', { headline }, ifMatch, patience);
  };
  const board = async (): Promise<BoardDocument> =>
    boardSchema.parse(expectStatus(await request(headlines), 200));

  return {
    post,
    publish: async (draft) => parsePublished(await post(draft)),
    patch,
    correct: async (id, version, headline) => parseCorrected(await patch(id, version, headline)),
    find: (id) => request(`${headlines}/${id}`),
    board,
    async log(after) {
      const { epoch, seq } = after ?? { ...(await board()), seq: 0 };
      const answer = await request(`${hub}/api/channels/${channel}/log?after=${epoch}:${seq}`);
      return missedSchema.parse(expectStatus(answer, 200)).entries;
    },
  };
}

/** What an acknowledgement of a publish says. */
export function parsePublished(answer: Answer): Published {
  return publishedSchema.parse(expectStatus(answer, 201));
}

/** What an acknowledgement of a correction says. */
export function parseCorrected(answer: Answer): Published {
  return publishedSchema.parse(expectStatus(answer, 200));
}

/** A refusal in the form of RFC 9457; anything else is an error. */
export function parseProblem({ headers, body }: Answer): ProblemAnswer {
  const type = headers.get('content-type');
  if (type !== 'application/problem+json') throw new Error(`The refusal is of type ${type ?? '-'}`);
  return problemSchema.parse(body);
}

function expectStatus({ status, body }: Answer, expected: number): unknown {
  if (status === expected) return body;
  throw new Error(`Expected ${expected}, but it was ${status}: ${JSON.stringify(body)}`);
}
