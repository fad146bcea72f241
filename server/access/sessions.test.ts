import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  HERE,
  openPeopleGround,
  PASSWORD,
  type PeopleGround,
} from '../../tests/support/people-ground.ts';
import { until } from '../../tests/support/until.ts';
import { SESSION_TIMES } from './people.ts';

const EMAIL = 'mona@news.example';
const { idle, most, note } = SESSION_TIMES;

describe('sessions', () => {
  let ground: PeopleGround;
  beforeEach(async () => {
    ground = await openPeopleGround();
  });
  afterEach(() => {
    ground.close();
  });

  const codeOf = (token: string): Promise<unknown> =>
    ground.sessions.identify(token, HERE.from).then(
      () => 'open',
      (error: unknown) => (error as { code: unknown }).code,
    );
  const revision = async (): Promise<unknown> =>
    (await ground.store.all('session')).map((one) => one.revision);

  it('A4 end after 12 hours without use, and 30 days after they began', async () => {
    const { token } = await ground.join(EMAIL, { '*': 'editor' });
    ground.pass(idle - 1);
    expect(await codeOf(token)).toBe('open');
    ground.pass(idle - 1);
    expect(await codeOf(token)).toBe('open');
    ground.pass(idle);
    expect(await codeOf(token)).toBe('session_unknown');

    const signedIn = await ground.signIn.byPassword({ email: EMAIL, password: PASSWORD }, HERE);
    for (let passed = 0; passed < most; passed += idle / 2) {
      expect(await codeOf(signedIn.token)).toBe('open');
      ground.pass(idle / 2);
    }
    expect(await codeOf(signedIn.token)).toBe('session_unknown');
    expect(await ground.sessions.of(signedIn.person.id)).toEqual([]);
  });

  it('A4 note their use no more often than every five minutes', async () => {
    const { token } = await ground.join(EMAIL, { '*': 'editor' });
    const before = await revision();
    ground.pass(note - 1);
    await codeOf(token);
    expect(await revision()).toEqual(before);
    ground.pass(1);
    const { session } = await ground.sessions.identify(token, HERE.from);
    expect(await revision()).not.toEqual(before);
    expect(session.seen).toBe(new Date(ground.now()).toISOString());
    expect(session.expires).toBe(new Date(ground.now() + idle).toISOString());
  });

  it('A4 do not come back by a use of them that was under way when they ended', async () => {
    const { token, session, person } = await ground.join(EMAIL, { '*': 'editor' });
    const by = { kind: 'person', id: person.id, name: person.name } as const;
    ground.pass(note);
    const use = codeOf(token);
    await Promise.all([use, ground.sessions.signOut(session.id, { by, from: '' })]);
    expect(await use).toBe('open');
    expect(await codeOf(token)).toBe('session_unknown');
    expect(await ground.store.all('session')).toEqual([]);
  });

  it('A4 are kept as a hash, and say nothing that opens them', async () => {
    const { token, session } = await ground.join(EMAIL, { '*': 'editor' });
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(ground.kept()).not.toContain(token);
    expect(ground.kept()).not.toContain(PASSWORD);
    expect(await codeOf(session.id)).toBe('session_unknown');
    expect(await codeOf('')).toBe('session_unknown');
  });

  it('A4 of an account are at most 20: the oldest gives way', async () => {
    const { token, person } = await ground.join(EMAIL, { '*': 'editor' });
    for (let n = 0; n < 20; n += 1) {
      ground.pass(1);
      await ground.signIn.byProvider(EMAIL, 'x', HERE);
    }
    expect(await ground.sessions.of(person.id)).toHaveLength(20);
    expect(await codeOf(token)).toBe('session_unknown');
  });

  it('A4 cannot begin with a password that was changed meanwhile', async () => {
    const { person, session } = await ground.join(EMAIL, { '*': 'editor' });
    const author = { by: { kind: 'person', id: person.id, name: person.name }, from: '' } as const;
    const attempts = await Promise.allSettled([
      ground.credential.changePassword(PASSWORD, 'another that is long', author, session.id),
      ...Array.from({ length: 4 }, () =>
        ground.signIn.byPassword({ email: EMAIL, password: PASSWORD }, HERE),
      ),
    ]);
    if (attempts[0].status === 'rejected') {
      // The sign-ins were first: then it was refused whole.
      expect(attempts[0].reason).toMatchObject({ code: 'changed_meanwhile' });
      await ground.credential.changePassword(PASSWORD, 'another that is long', author, session.id);
    }
    expect(await ground.sessions.of(person.id)).toMatchObject([{ id: session.id }]);
  });

  it('A4 tell who keeps something open for them that they have ended, once', async () => {
    const one = await ground.join(EMAIL, { '*': 'editor' });
    const two = await ground.join('hind@news.example', { '*': 'editor' });
    const three = await ground.join('amal@news.example', { '*': 'editor' });
    const told: string[] = [];
    const watched = [one, two, three];
    const stops = watched.map(({ session: { id }, person }) =>
      ground.sessions.watch(id, () => told.push(person.email)),
    );
    const by = { kind: 'person', id: one.person.id, name: 'x' } as const;
    await ground.sessions.end(one.session.id, { by, from: '' });
    await until(() => told.length > 0, 'the end of the first');
    expect(told).toEqual([EMAIL]);
    await ground.people.change(two.person.id, { disabled: true }, actorOf('boss'));
    await until(() => told.length > 1, 'the end of the second');
    stops[2]?.();
    let [isOver, isLooked] = [false, false];
    ground.sessions.watch(three.session.id, () => (isOver = true));
    ground.sessions.watch('nobody', () => (isLooked = true));
    // What follows is not for the look that a listener begins with.
    await until(() => isLooked, 'the first look');
    ground.pass(idle);
    await until(() => isOver, 'the end of the third, by itself');
    expect(told).toEqual([EMAIL, 'hind@news.example']);
  });

  it('A4 tell it also to who asks after the end', async () => {
    const { session } = await ground.join(EMAIL, { '*': 'editor' });
    let isTold = false;
    const stop = ground.sessions.watch(session.id, () => (isTold = true));
    stop();
    await ground.store.write([{ kind: 'session', id: session.id, json: null }]);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    ground.sessions.watch(session.id, () => {
      resolve(undefined);
    });
    await promise;
    expect(isTold).toBe(false);
  });
});

function actorOf(id: string) {
  return { by: { kind: 'key', id, name: id }, from: '', roles: { '*': 'admin' } } as const;
}
