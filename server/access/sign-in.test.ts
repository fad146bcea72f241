import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  HERE,
  openPeopleGround,
  PASSWORD,
  type PeopleGround,
} from '../../tests/support/people-ground.ts';
import { codeFor } from '../../tests/support/codes.ts';
import { ACCOUNTS } from '../store/records.ts';
import { emailOf } from './email.ts';
import { openPasswords } from './password.ts';
import { newToken } from './token.ts';
import { newTotpSecret, stepOf, totpUri } from './totp.ts';

const EMAIL = 'mona@news.example';

describe('signing in', () => {
  let ground: PeopleGround;
  beforeEach(async () => {
    ground = await openPeopleGround();
  });
  afterEach(() => {
    ground.close();
  });

  it('A3 passwords are kept by argon2id, at the cost that OWASP asks for', async () => {
    await ground.join(EMAIL, { '*': 'editor' });
    const [record] = await ground.store.all('account');
    const { password } = ACCOUNTS.schema.parse(JSON.parse(record?.json ?? ''));
    expect(password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  });

  it('A3 a password is the same in whichever way a keyboard writes it', async () => {
    const { person, session } = await ground.join(EMAIL, { '*': 'editor' });
    const author = { by: { kind: 'person', id: person.id, name: 'x' }, from: '' } as const;
    const [composed, parts] = [
      'mot de passe clé é'.normalize('NFC'),
      'mot de passe clé é'.normalize('NFD'),
    ];
    expect(composed).not.toBe(parts);
    await ground.credential.changePassword(PASSWORD, composed, author, session.id);
    const signedIn = await ground.signIn.byPassword({ email: EMAIL, password: parts }, HERE);
    expect(signedIn.person).toMatchObject({ email: EMAIL, password: true });
  });

  it('A3 the e-mail is the same in any case, and no other that looks like it', () => {
    expect(emailOf(' Mona@News.Example ')).toBe(EMAIL);
    for (const other of [
      'mona@news.example\n, x@evil.example',
      'mona@news.example@evil.example',
      'mona @news.example',
      'mоna@news.example',
      'mona@ne\u212Aws.example',
      'mona',
      '@news.example',
      '',
      `${'x'.repeat(250)}@news.example`,
    ]) {
      expect(emailOf(other), other).toBeUndefined();
    }
  });

  it('A5 of many guesses at once no more are worked at than are allowed', async () => {
    const strict = await openPeopleGround({ most: 4 });
    const guesses = Array.from({ length: 100 }, (_, n) =>
      strict.signIn.byPassword({ email: `${n}@news.example`, password: PASSWORD }, HERE),
    );
    const outcomes = await Promise.allSettled(guesses);
    const codes = outcomes.map((one) => one.status === 'rejected' && String(one.reason));
    expect(codes.filter((code) => code && code.includes('wrong'))).toHaveLength(4);
    // Two are under way at a time.
    expect(strict.checked()).toBeGreaterThanOrEqual(4);
    expect(strict.checked()).toBeLessThanOrEqual(6);
    strict.close();
  });

  it('A5 where too many wait for their turn, further ones are sent away', async () => {
    const passwords = await openPasswords(newToken);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const all = Array.from({ length: 203 }, () =>
      passwords.verify(undefined, 'x', async () => {
        await promise;
        throw new Error('spared');
      }),
    );
    const settled = Promise.allSettled(all);
    await expect(all.at(-1)).rejects.toMatchObject({ code: 'too_many_requests' });
    resolve(undefined);
    const reasons = (await settled).map((one) => one.status === 'rejected' && String(one.reason));
    expect(reasons.filter((reason) => reason === 'Error: spared')).toHaveLength(202);
  });

  it('A8 of two sign-ins with one code at the same moment one is taken', async () => {
    const { person } = await ground.join(EMAIL, { '*': 'editor' });
    const secret = newTotpSecret();
    const found = await ground.accounts.require(person.id);
    const totp = { secret, step: 0, confirmed: 'yes' };
    await ground.store.write([ground.accounts.put({ ...found.value, totp })]);
    const code = codeFor(totpUri(secret, EMAIL), Math.round((ground.now() - Date.now()) / 30_000));
    const attempts = await Promise.allSettled(
      Array.from({ length: 3 }, () =>
        ground.signIn.byPassword({ email: EMAIL, password: PASSWORD, code }, HERE),
      ),
    );
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await ground.sessions.of(person.id)).toHaveLength(2);
  });

  it('A8 a code is of its step or of one beside it, and of no step that was used', () => {
    const secret = newTotpSecret();
    const now = Math.floor(Date.now() / 30_000) * 30_000;
    const step = now / 30_000;
    const codeAt = (by: number) =>
      codeFor(totpUri(secret, EMAIL), (now - Date.now()) / 30_000 + by);
    const take = (code: string, last = 0) => stepOf({ secret, step: last }, code, now);
    expect([-1, 0, 1].map((by) => take(codeAt(by)))).toEqual([step - 1, step, step + 1]);
    for (const by of [-2, 2, 10]) expect(take(codeAt(by))).toBeUndefined();
    expect(take(codeAt(0), step)).toBeUndefined();
    expect(take(codeAt(-1), step)).toBeUndefined();
    expect(take(codeAt(1), step)).toBe(step + 1);
    for (const wrong of ['', '12345', '1234567', 'abcdef']) expect(take(wrong)).toBeUndefined();
  });
});
