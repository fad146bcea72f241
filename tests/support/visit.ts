/** Lets a stranger do what it came for, and go; gives what the hub said to it, for who wants to judge that. */
import { z } from 'zod';
import { PROBLEMS } from '../../shared/problem.ts';
import { PROTOCOL_LIMITS } from '../../shared/protocol.ts';
import { exchange } from './exchange.ts';
import { joinLine, openLine, type Line } from './line.ts';
import { openPoll, type Poll } from './poll.ts';
import { CONNECT, frameOf, openLink, type RawLink } from './raw-link.ts';
import type { Farewell, Question, Stranger, UpgradeKind } from './strangers.ts';
import { until } from './until.ts';

/** What is wrong with what the hub said; a sentence each. */
export async function visit(hub: string, stranger: Stranger): Promise<string[]> {
  if (stranger.kind === 'talks') return faultsOf(await talk(hub, stranger));
  if (stranger.kind === 'asks') return ask(hub, stranger.questions);
  if (stranger.kind === 'polls') return faultsOf(await poll(hub, stranger));
  if (stranger.kind === 'breaks frames') return faultsOf(await breakFrames(hub, stranger));
  if (stranger.kind === 'upgrades') return faultsOf(await upgrade(hub, stranger));
  const heard = await exchange(hub, stranger.request, true);
  return /^HTTP\/1\.1 5/m.test(heard) ? [`it was answered ${heard.slice(0, 200)}`] : [];
}

/** ms after which a hub on the same machine says nothing more. */
const SILENCE = 100;

type Of<Kind extends Stranger['kind']> = Extract<Stranger, { kind: Kind }>;
type Heard = readonly string[];

function part(link: Pick<RawLink, 'send' | 'close'>, farewell: Farewell): void {
  if (farewell === 'leave') link.send('41');
  if (farewell !== 'vanish') link.send('1');
  link.close();
}

async function talk(hub: string, { isViewer, packets, farewell }: Of<'talks'>): Promise<Heard> {
  const link = await openLink(hub);
  if (isViewer) await link.join();
  for (const packet of packets) link.send(packet);
  await link.settle();
  part(link, farewell);
  return link.heard;
}

/** What a viewer may ask at once; who asks more may be cut off, since it does not read meanwhile (H4). */
const MODEST = 100;

/** Each question is answered once, in its turn, and nobody gets more channels than anybody may have. */
async function ask(hub: string, questions: readonly Question[]): Promise<string[]> {
  const link = await openLink(hub);
  await link.join();
  for (const [n, { event, argument }] of questions.entries()) {
    link.send(`42${n}["${event}",${argument}]`);
  }
  await link.settle();
  const isCutOff = link.closed && questions.length > MODEST;
  link.close();
  const answers = answersIn(link.heard);
  const isInTurn = answers.every(({ id }, n) => id === n);
  const isWhole = isInTurn && (isCutOff || answers.length === questions.length);
  const watched = new Set(['breaking']);
  return [
    ...(isWhole ? [] : [`of ${questions.length} questions were answered ${answers.length}`]),
    ...answers.flatMap(({ id, code }) => faultsOfAnswer(questions[id], code, watched)),
    ...faultsOf(link.heard),
  ];
}

function answersIn(heard: Heard): { id: number; code: string | undefined }[] {
  return heard.flatMap((packet) => {
    const [, id, text = ''] = /^43(\d+)(\[.*)$/s.exec(packet) ?? [];
    if (id === undefined) return [];
    return [{ id: Number(id), code: answerSchema.parse(JSON.parse(text))[0].problem?.code }];
  });
}

/** `watched`: the channels that the viewer watches, by the answers before this one. */
function faultsOfAnswer(
  asked: Question | undefined,
  code = 'none',
  watched: Set<string>,
): string[] {
  if (!asked) return ['an answer to no question'];
  const { data } = channelSchema.safeParse(JSON.parse(asked.argument));
  if (!data) return code === 'invalid' ? [] : [`${asked.argument} was answered ${code}`];
  if (asked.event === 'unsubscribe') watched.delete(data.channel);
  else if (code === 'none') watched.add(data.channel);
  const most = PROTOCOL_LIMITS.channelsPerViewer;
  if (watched.size > most) return [`it watches ${watched.size} channels`];
  const isEarly = code === 'too_many_channels' && watched.size < most;
  return isEarly ? [`too many after ${watched.size}`] : [];
}

async function breakFrames(hub: string, { isViewer, frames }: Of<'breaks frames'>): Promise<Heard> {
  const line = await (isViewer ? joinLine(hub) : openLine(hub));
  for (const frame of frames) line.write(frameOf(frame));
  // Its fence cannot be relied upon: the hub may well wait for the rest of a frame.
  line.write(frameOf({ opcode: 9 }));
  await until(() => line.pongs > 0 || line.closed, 'a pong or an end', SILENCE).catch(
    () => undefined,
  );
  line.close();
  return line.heard;
}

async function poll(hub: string, { bodies, atOnce, farewell }: Of<'polls'>): Promise<Heard> {
  const session = await openPoll(hub);
  const heard: string[] = [];
  let open = 0;
  const read = async (): Promise<void> => {
    open += 1;
    heard.push(...(await session.read()));
    open -= 1;
  };
  const reading = Array.from({ length: atOnce }, read);
  for (const body of bodies) await session.send(body);
  // A namespace that is not there is always answered, unless the session was ended.
  await session.send('40/nowhere,');
  reading.push(read());
  const isAnswered = (): boolean => open === 0 || heard.some((packet) => packet.startsWith('44/'));
  await until(isAnswered, 'the answers', SILENCE).catch(() => undefined);
  if (farewell === 'leave') await session.send('1');
  session.close();
  await Promise.all(reading);
  return heard;
}

async function upgrade(
  hub: string,
  { upgrade: kind, isViewer, farewell }: Of<'upgrades'>,
): Promise<Heard> {
  const session = await openPoll(hub);
  if (isViewer) await session.send(CONNECT);
  const heard = isViewer ? [...(await session.read())] : [];
  const lines = await climb(hub, session, kind);
  if (kind === 'finished' && !isViewer) lines[0]?.send(CONNECT);
  for (const line of lines) {
    if (farewell !== 'vanish') line.send('1');
    line.close();
    heard.push(...line.heard);
  }
  if (farewell === 'leave') await session.send('1');
  session.close();
  return heard;
}

/** As far as this kind of an upgrade gets; gives the WebSockets that it opened. */
async function climb(hub: string, session: Poll, kind: UpgradeKind): Promise<Line[]> {
  const path = kind === 'of a stranger' ? await sessionOfAnother(hub) : session.upgradePath;
  const open = (): Promise<Line> => openLine(hub, { path });
  const first = await open();
  const lines = [first];
  if (kind === 'opened') return lines;
  if (kind === 'twice at once') lines.push(await open());
  const reading = kind === 'while polling' ? session.read() : undefined;
  const soonest = kind === 'garbled' ? '4garbage' : kind === 'hurried' ? '5' : undefined;
  if (soonest !== undefined) first.send(soonest);
  for (const line of lines) line.send('2probe');
  await probed(first);
  if (kind === 'probed' || soonest !== undefined) return lines;
  for (const line of lines) line.send('5');
  await reading;
  if (kind !== 'twice in turn') return lines;
  const late = await open();
  late.send('2probe');
  await probed(late);
  late.send('5');
  return [...lines, late];
}

/** Or the hub hung up, or said nothing for a while. */
async function probed(line: Line): Promise<void> {
  const isAnswered = (): boolean => line.closed || line.heard.includes('3probe');
  await until(isAnswered, 'an answer to the probe', SILENCE).catch(() => undefined);
}

async function sessionOfAnother(hub: string): Promise<string> {
  const session = await openPoll(hub);
  session.close();
  return session.upgradePath;
}

const problemSchema = z.looseObject({ code: z.string(), status: z.number(), title: z.string() });
const answerSchema = z.tuple([z.looseObject({ problem: problemSchema.optional() })]);
const channelSchema = z.looseObject({ channel: z.string() });
const refusalSchema = z.looseObject({ message: z.string(), data: z.unknown().optional() });
const closedSchema = z.tuple([z.literal('closed'), z.looseObject({ problem: z.unknown() })]);

/** Every refusal that may carry data carries a problem, and none is a failure of the hub. */
export function faultsOf(heard: Heard): string[] {
  return heard.flatMap((packet) => {
    // Socket.IO refuses a namespace in its own words.
    if (packet.startsWith('44{'))
      return faultsOfProblem(refusalSchema.parse(JSON.parse(packet.slice(2))).data);
    if (packet.startsWith('42["closed"')) {
      return faultsOfProblem(closedSchema.parse(JSON.parse(packet.slice(2)))[1].problem);
    }
    if (!packet.startsWith('43')) return [];
    const [{ problem }] = answerSchema.parse(JSON.parse(packet.slice(packet.indexOf('['))));
    return problem ? faultsOfProblem(problem) : [];
  });
}

function faultsOfProblem(data: unknown): string[] {
  const { data: problem } = problemSchema.safeParse(data);
  if (!problem) return [`a refusal without a problem: ${JSON.stringify(data)}`];
  const kind = Object.entries(PROBLEMS).find(([code]) => code === problem.code)?.[1];
  const isKnown = kind?.status === problem.status && kind.title === problem.title;
  return isKnown && problem.code !== 'internal'
    ? []
    : [`no such problem: ${JSON.stringify(problem)}`];
}
