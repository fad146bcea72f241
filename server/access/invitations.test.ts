import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ADMIN,
  HERE,
  openPeopleGround,
  PASSWORD,
  type PeopleGround,
} from '../../tests/support/people-ground.ts';
import { firstInvitation } from './invitations.ts';
import { newToken } from './token.ts';

const EMAIL = 'mona@news.example';
const HOUR = 3_600_000;
const UNKNOWN = { code: 'invitation_unknown', status: 404 };

describe('invitations', () => {
  let ground: PeopleGround;
  beforeEach(async () => {
    ground = await openPeopleGround();
  });
  afterEach(() => {
    ground.close();
  });

  const accept = (token: string, email?: string) =>
    ground.invitations.accept({ token, name: 'منى', password: PASSWORD, email }, HERE);

  it('A7 work for 72 hours, that of the first start for 24, and only their hash is kept', async () => {
    const { token } = await ground.invitations.invite(EMAIL, { '*': 'editor' }, ADMIN);
    expect(ground.kept()).not.toContain(token);
    ground.pass(72 * HOUR);
    await expect(accept(token)).rejects.toMatchObject(UNKNOWN);
    expect(await ground.invitations.all(ADMIN)).toEqual([]);
    const second = await ground.invitations.invite(EMAIL, { '*': 'editor' }, ADMIN);
    // What has expired is swept away.
    expect(await ground.store.all('invitation')).toHaveLength(1);
    ground.pass(72 * HOUR - 1);
    expect(await accept(second.token)).toMatchObject({ person: { email: EMAIL } });

    const first = newToken();
    const record = firstInvitation(first, ground.now());
    await ground.store.write([{ kind: 'invitation', id: record.id, json: JSON.stringify(record) }]);
    ground.pass(24 * HOUR);
    await expect(accept(first, 'hind@news.example')).rejects.toMatchObject(UNKNOWN);
  });

  it('A7 of one e-mail make one account, whichever is taken first', async () => {
    const [one, other] = [
      await ground.invitations.invite(EMAIL, { '*': 'editor' }, ADMIN),
      await ground.invitations.invite(EMAIL, { '*': 'admin' }, ADMIN),
    ];
    const outcomes = await Promise.allSettled([accept(one.token), accept(other.token)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await ground.people.all()).toHaveLength(1);
    expect(await ground.store.all('email')).toHaveLength(1);
  });

  it('A7 that name nobody are taken by one, also where two come at once', async () => {
    const token = newToken();
    const record = firstInvitation(token, ground.now());
    await ground.store.write([{ kind: 'invitation', id: record.id, json: JSON.stringify(record) }]);
    const emails = [EMAIL, 'hind@news.example'];
    const outcomes = await Promise.allSettled(emails.map((email) => accept(token, email)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await ground.people.all()).toHaveLength(1);
  });

  it('A7 of somebody who may no longer make them are over', async () => {
    const chief = await ground.join(EMAIL, { breaking: 'chief' });
    const by = { kind: 'person', id: chief.person.id, name: 'منى' } as const;
    const actor = { by, from: '', roles: chief.person.roles };
    const roles = { breaking: 'editor' } as const;
    const { token } = await ground.invitations.invite('hind@news.example', roles, actor);
    await ground.people.change(chief.person.id, { roles: { breaking: 'reporter' } }, ADMIN);
    await expect(accept(token)).rejects.toMatchObject(UNKNOWN);
  });

  it('A7 for a new password open nothing for who was disabled meanwhile', async () => {
    const { person } = await ground.join(EMAIL, { '*': 'editor' });
    const { token } = await ground.invitations.reset(person.id, ADMIN);
    await ground.people.change(person.id, { disabled: true }, ADMIN);
    await expect(accept(token)).rejects.toMatchObject(UNKNOWN);
  });

  it('A7 without roles are for admins alone', async () => {
    const by = { kind: 'person', id: 'x', name: 'x' } as const;
    const reporter = { by, from: '', roles: { breaking: 'reporter' } } as const;
    for (const roles of [{}, { breaking: 'reporter' }] as const) {
      await expect(ground.invitations.invite(EMAIL, roles, reporter)).rejects.toMatchObject({
        code: 'forbidden',
      });
    }
  });

  it('A3 W8 each change has its line in the trail, with who, from where, and no secret', async () => {
    const { person, session } = await ground.join(EMAIL, { '*': 'editor' });
    const author = {
      by: { kind: 'person', id: person.id, name: person.name },
      from: '192.0.2.7',
    } as const;
    const { invitations, credential, sessions, people } = ground;
    const { secret } = await credential.beginTotp(PASSWORD, author);
    await credential.endTotp(PASSWORD, author);
    await credential.changePassword(PASSWORD, 'another that is long', author, session.id);
    const other = await ground.signIn.byProvider(EMAIL, '', HERE);
    await sessions.end(other.session.id, author);
    const reset = await invitations.reset(person.id, ADMIN);
    await invitations.revoke(reset.invitation.id, ADMIN);
    await people.change(person.id, { roles: { '*': 'chief' } }, ADMIN);
    await sessions.signOut(session.id, author);
    await people.change(person.id, { disabled: true }, ADMIN);
    const lines = await ground.lines();
    expect(lines.map(({ act }) => act).reverse()).toEqual([
      ...['invite', 'accept_invitation', 'sign_in', 'totp_off', 'change_password', 'sign_in'],
      ...['end_session', 'invite', 'revoke_invitation', 'change_person', 'sign_out'],
      'disable_person',
    ]);
    expect(lines[2]).toMatchObject({
      by: ADMIN.by,
      from: ADMIN.from,
      subject: person.id,
      before: { roles: { '*': 'editor' } },
      after: { roles: { '*': 'chief' } },
    });
    expect(lines[7]).toMatchObject(author);
    const text = JSON.stringify(lines);
    for (const hidden of [PASSWORD, secret, reset.token, other.token, 'argon2']) {
      expect(text).not.toContain(hidden);
    }
    for (const line of lines) expect(line).not.toHaveProperty('roles');
  });
});
