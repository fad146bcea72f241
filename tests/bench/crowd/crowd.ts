/** The bench's end of the crowd: orders go over, answers come back, one at a time. */
import { fork } from 'node:child_process';
import { answerSchema, type Answer, type Order, type Target } from './orders.ts';

type AnswerOf<Kind extends Answer['answer']> = Extract<Answer, { answer: Kind }>;
export type Opening = AnswerOf<'opened'>;
export type Arrival = AnswerOf<'round'>;
export type Report = AnswerOf<'report'>;

export interface Crowd {
  /** The viewers of before must have been dropped. Faults are counted, not thrown. */
  open(target: Target, viewers: number, underWay: number): Promise<Opening>;
  /** The next time that every viewer has got one more delivery; ask before you publish. */
  nextRound(): Promise<Arrival>;
  /** All at once, without a farewell. */
  drop(): Promise<void>;
  report(): Promise<Report>;
  end(): Promise<void>;
}

const PROGRAM = new URL('crowd-process.ts', import.meta.url).pathname;
const OPEN_LIMIT = 60_000;
const ROUND_LIMIT = 30_000;
/** A crowd that has given up on its viewers says so first. */
const ANSWER_LIMIT = OPEN_LIMIT + 10_000;

interface Waiting {
  readonly kind: Answer['answer'];
  take(answer: Answer): void;
  fail(why: Error): void;
}

export function startCrowd(): Crowd {
  const child = fork(PROGRAM, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const waiting = new Set<Waiting>();
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', kill);
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      process.off('exit', kill);
      for (const one of waiting) one.fail(new Error('The crowd has ended'));
      resolve();
    });
  });
  // Its own end is told by `close`; a message that comes too late for it is no news.
  child.on('error', () => undefined);
  child.on('message', (message) => {
    const answer = answerSchema.parse(message);
    const next = [...waiting].find(({ kind }) => kind === answer.answer);
    next?.take(answer);
  });

  function hear(kind: Answer['answer'], limitMs: number): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const timer = setTimeout(() => {
      reject(new Error(`Waited ${limitMs} ms in vain for the crowd: ${kind}`));
    }, limitMs);
    const one: Waiting = { kind, take: resolve, fail: reject };
    waiting.add(one);
    return promise.finally(() => {
      clearTimeout(timer);
      waiting.delete(one);
    });
  }

  async function tell(order: Order, kind: Answer['answer'], limitMs: number): Promise<Answer> {
    const answer = hear(kind, limitMs);
    child.send(order);
    return answer;
  }

  return {
    async open(target, viewers, underWay) {
      const order = { order: 'open', target, viewers, underWay, limitMs: OPEN_LIMIT } as const;
      return ofKind(await tell(order, 'opened', ANSWER_LIMIT), 'opened');
    },
    async nextRound() {
      return ofKind(await hear('round', ROUND_LIMIT), 'round');
    },
    async drop() {
      await tell({ order: 'drop' }, 'dropped', ANSWER_LIMIT);
    },
    async report() {
      return ofKind(await tell({ order: 'report' }, 'report', ANSWER_LIMIT), 'report');
    },
    async end() {
      kill();
      await ended;
    },
  };
}

function ofKind<Kind extends Answer['answer']>(answer: Answer, kind: Kind): AnswerOf<Kind> {
  if (isOfKind(answer, kind)) return answer;
  throw new Error(`The crowd answered ${answer.answer} instead of ${kind}`);
}

function isOfKind<Kind extends Answer['answer']>(
  answer: Answer,
  kind: Kind,
): answer is AnswerOf<Kind> {
  return answer.answer === kind;
}
