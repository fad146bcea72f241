import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { Problem } from '../../shared/problem.ts';
import { openLog } from './log.ts';
import { createPublishLog } from './publish-log.ts';

function openRecord(worker?: number) {
  const lines: unknown[] = [];
  const sink = new Writable({
    write(line: Buffer, _encoding, done) {
      lines.push(JSON.parse(line.toString()));
      done();
    },
  });
  return { lines, log: openLog('info', worker, sink) };
}

const KEY = 'Bearer ajil_0123456789';

it('O2 no key is in a line, wherever a request is logged with it', () => {
  const { lines, log } = openRecord();
  log.info({ authorization: KEY, headers: { Authorization: KEY, authorization: KEY } });
  log.info({ request: { headers: { authorization: KEY } } });
  expect(lines).toHaveLength(2);
  expect(JSON.stringify(lines)).not.toContain(KEY);
});

it('O2 an error is logged with its message and where it came from', () => {
  const { lines, log } = openRecord();
  log.error({ error: new Error('the reason') }, 'request failed');
  expect(lines[0]).toMatchObject({ error: { message: 'the reason' } });
  expect(JSON.stringify(lines[0])).toContain('log.test.ts');
});

it('O2 the lines of several workers carry the number of each, those of one alone none', () => {
  const [alone, second] = [openRecord(), openRecord(2)];
  alone.log.info('hello');
  second.log.info('hello');
  expect(alone.lines[0]).not.toHaveProperty('worker');
  expect(second.lines[0]).toMatchObject({ worker: 2, msg: 'hello' });
});

it('O2 a refusal names what a stranger sent in so many characters at most, and quotes no detail', () => {
  const { lines, log } = openRecord();
  const long = 'x'.repeat(5_000);
  const attempt = { act: 'correct', channel: long, id: long, by: undefined } as const;
  const problem = new Problem('invalid', long, [{ field: long, detail: long }]);
  createPublishLog(log).refused({ ...attempt, seconds: 0.00123 }, problem);
  expect(lines[0]).toMatchObject({ act: 'correct', code: 'invalid', status: 422, ms: 1.2 });
  expect(JSON.stringify(lines[0]).length).toBeLessThan(600);
});
