import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPeopleGround, type PeopleGround } from '../tests/support/people-ground.ts';
import { UNATTENDED } from '../shared/person.ts';
import { SESSION_TIMES } from './access/people.ts';
import { Problem } from '../shared/problem.ts';
import type { Access } from './access/access.ts';
import { SESSION_COOKIE } from './access/site.ts';
import { identifierOf } from './entrance.ts';
import { bearerGate } from './http/bearer.ts';

const HOUR = 3_600_000;

describe('a desk that is left open', () => {
  let ground: PeopleGround;
  let token: string;
  beforeEach(async () => {
    ground = await openPeopleGround();
    ({ token } = await ground.join('mona@news.example', { '*': 'editor' }));
  });
  afterEach(() => {
    ground.close();
  });

  const access = { identify: () => Promise.reject(new Problem('key_missing', 'no key')) };
  const ports = () => ({
    access: access as unknown as Access,
    sessions: ground.sessions,
    publicOrigin: 'https://news.example',
  });
  const headers = () => ({ cookie: `${SESSION_COOKIE}=${token}`, origin: 'https://news.example' });
  const isOver = { code: 'session_unknown' };

  it('A4 is signed out after 12 h, though its link asks every 3 s whether it may stay', async () => {
    const identify = identifierOf(ports());
    for (let passed = 0; passed < SESSION_TIMES.idle; passed += HOUR) {
      await expect(identify(headers(), '')).resolves.toMatchObject({ roles: { '*': 'editor' } });
      ground.pass(HOUR);
    }
    await expect(identify(headers(), '')).rejects.toMatchObject(isOver);
  });

  it('A4 is signed out after 12 h, though its page reads what has changed', async () => {
    const gate = bearerGate({ ...ports(), addressOf: () => '' });
    const app = new Hono().get('/', gate, (context) => context.text('open'));
    app.onError((error, context) => context.text(error instanceof Problem ? error.code : 'fault'));
    const incoming = new IncomingMessage(new Socket());
    const ask = async (more: Record<string, string>) =>
      (await app.request('/', { headers: { ...headers(), ...more } }, { incoming })).text();
    const alone = { [UNATTENDED]: '?1' };
    ground.pass(SESSION_TIMES.idle - 1);
    expect(await ask({})).toBe('open');
    for (let passed = 0; passed < SESSION_TIMES.idle; passed += HOUR) {
      expect(await ask(alone)).toBe('open');
      ground.pass(HOUR);
    }
    expect(await ask(alone)).toBe('session_unknown');
    expect(await ask({})).toBe('session_unknown');
  });
});
