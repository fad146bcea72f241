import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { joinLine, type Line } from '../../tests/support/line.ts';
import { aChannel, openNode, type TestNode } from '../../tests/support/node.ts';
import { CONNECT } from '../../tests/support/raw-link.ts';
import { until } from '../../tests/support/until.ts';

const NAMES = Array.from({ length: 50 }, (_, n) => `channel-${n}`);
let node: TestNode;
beforeEach(async () => {
  const channels = ['breaking', ...NAMES].map((name) => aChannel({ name }));
  node = await openNode({ channels });
});
afterEach(() => node.close());

const isProblem = (packet: string): boolean => packet.includes('"code":"too_many_requests"');
const answers = ({ heard }: Line): string[] => heard.filter((packet) => /^43\d+\[/.test(packet));
const snapshots = ({ heard }: Line): number =>
  heard.filter((packet) => packet.startsWith('42["snapshot"')).length;

function ask(line: Line, event: string, channel: string, number: number): void {
  line.send(`42${number}["${event}",{"channel":"${channel}"}]`);
}

/** Not all at once: the answers together are more than the hub holds for anybody. */
async function flood(line: Line, count: number): Promise<string[]> {
  for (let n = 1; n <= count; n += 1) {
    ask(line, n % 2 === 0 ? 'unsubscribe' : 'subscribe', 'channel-1', n);
    if (n % 200 === 0) await until(() => answers(line).length === n, 'an answer to each');
  }
  return answers(line);
}

describe('who asks too often', () => {
  it('H4 is told so in each answer, and the viewer beside it may ask', async () => {
    const [greedy, other] = [await joinLine(node.url), await joinLine(node.url)];
    const answered = await flood(greedy, 2_000);
    const refused = answered.filter(isProblem);
    // A hundred at once, and ten for each second that this takes on a slow machine.
    expect(refused.length).toBeGreaterThan(1_700);
    expect(refused.length).toBeLessThanOrEqual(1_900);
    expect(refused[0]).toContain('"status":429');
    expect(refused[0]).toContain('"retryAfter":1');
    expect(snapshots(greedy)).toBeLessThan(200);
    ask(other, 'subscribe', 'channel-1', 0);
    await until(() => answers(other).length === 1, 'the answer to the other');
    expect(answers(other).filter(isProblem)).toEqual([]);
  });

  it('H4 is not a page that changes all of its fifty channels at once', async () => {
    const line = await joinLine(node.url, '40{"channels":{}}');
    NAMES.forEach((name, n) => ask(line, 'subscribe', name, n));
    NAMES.forEach((name, n) => ask(line, 'unsubscribe', name, 50 + n));
    await until(() => answers(line).length === 100, 'an answer to each');
    expect(answers(line).filter(isProblem)).toEqual([]);
  });

  it('H4 gets no further by leaving and coming back over the same connection', async () => {
    const line = await joinLine(node.url);
    const heard = (kind: string): string[] =>
      line.heard.filter((packet) => packet.startsWith(kind));
    let rounds = 1;
    while (heard('44{').length === 0) {
      line.send('41');
      // Heard only once the farewell was: what comes sooner would end the connection.
      line.send(`40/fence-${rounds},`);
      await until(() => heard(`44/fence-${rounds},`).length === 1, 'the farewell to be heard');
      line.send(CONNECT);
      rounds += 1;
      const isAnswered = (): boolean => heard('40{').length + heard('44{').length === rounds;
      await until(isAnswered, 'an answer');
    }
    expect(heard('44{').every(isProblem)).toBe(true);
    // Two each: to come, and to ask for a channel.
    expect(rounds).toBeGreaterThan(50);
    expect(rounds).toBeLessThan(75);
  });
});
