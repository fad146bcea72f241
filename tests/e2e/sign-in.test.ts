/** Signing in from real browsers: the cookie stays, and pages of others get nothing done with it. */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { request } from '../support/request.ts';
import { invite, PASSWORD } from '../support/newcomer.ts';
import { until } from '../support/until.ts';
import { BROWSERS, openStage, type Stage } from './stage.ts';

/** As a script of the page asks; the status, or 0 where it gets no answer to see. */
function ask(page: Page, url: string, method: string, body?: object): Promise<unknown> {
  const sent = JSON.stringify({
    ...{ method, credentials: 'include', headers: { 'Content-Type': 'application/json' } },
    ...(body && { body: JSON.stringify(body) }),
  });
  return page.evaluate(`fetch('${url}', ${sent}).then(({ status }) => status, () => 0)`);
}

/** As text, which any page may send without being asked what it is up to. */
const sneak = (page: Page, url: string, body: object): Promise<unknown> =>
  page.evaluate(`fetch('${url}', { method: 'POST', mode: 'no-cors', credentials: 'include',
    body: new Blob([${JSON.stringify(JSON.stringify(body))}]) }).then(() => 0)`);

describe.each(BROWSERS)('signing in with %s', (name) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(name);
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  it('A4 A6 works on plain http of this machine, and for the pages of the hub alone', async () => {
    const { hub, browser, site } = stage;
    const { page } = await browser.open(`${hub.url}/`);
    const token = await invite(hub.url, 'mona@news.example', { '*': 'admin' });
    const acceptance = { token, name: 'منى', password: PASSWORD };
    const [accept, sessions] = [`${hub.url}/api/invitations/accept`, `${hub.url}/api/sessions`];
    expect(await ask(page, accept, 'POST', acceptance)).toBe(201);
    expect(await ask(page, sessions, 'GET')).toBe(200);
    // No script can read it.
    expect(await page.evaluate('document.cookie')).toBe('');
    const held = `${hub.url}/api/channels/breaking/held`;
    const later = new Date(Date.now() + 3_600_000).toISOString();
    const sending = (headline: string) => ({ draft: { headline }, embargoedUntil: later });
    expect(await ask(page, held, 'POST', { id: 'own', ...sending('من صفحة المركز') })).toBe(202);

    // On the same host, so to a browser it is the same site, and the cookie comes along.
    await page.goto(site.show('/evil', '<!doctype html><title>x</title>'));
    const answers: string[] = [];
    page.on('response', (one) => {
      if (one.url().startsWith(hub.url)) answers.push(`${one.request().method()} ${one.status()}`);
    });
    await sneak(page, held, { id: 'other', ...sending('من صفحة أخرى') });
    await until(() => answers.includes('POST 403'), 'the refusal');
    expect(await ask(page, `${hub.url}/api/session`, 'DELETE')).toBe(0);
    expect(await ask(page, sessions, 'GET')).toBe(0);
    expect((await request(held)).body).toMatchObject({ held: [{ id: 'own' }] });

    await page.goto(`${hub.url}/`);
    expect(await ask(page, sessions, 'GET')).toBe(200);
    expect(await ask(page, `${hub.url}/api/session`, 'DELETE')).toBe(204);
    expect(await ask(page, sessions, 'GET')).toBe(401);
  });
});
