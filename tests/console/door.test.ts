/** The door of the console: the provider's button, and the code of the second factor. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeFor } from '../support/codes.ts';
import { join, PASSWORD } from '../support/newcomer.ts';
import { CLIENT, startProvider, type TestProvider } from '../support/provider.ts';
import { freePort } from '../support/redis.ts';
import { openVisitor } from '../support/visitor.ts';
import { wordsIn } from './day-words.ts';
import { officeOn, type Office } from './office.ts';
import { openStage, type Stage } from '../e2e/stage.ts';

const { door } = wordsIn('ar');
const ROLES = { breaking: 'editor' } as const;

describe('the door of the console', () => {
  const leftovers = new AsyncDisposableStack();
  let stage: Stage;
  let provider: TestProvider;
  beforeAll(async () => {
    const port = await freePort();
    const environment = {
      OIDC_ISSUER: `http://127.0.0.1:${port}`,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
    };
    stage = leftovers.use(await openStage('chromium', environment));
    const callback = `${stage.hub.url}/api/session/oidc/callback`;
    provider = leftovers.adopt(await startProvider(port, callback), (one) => one.close());
  });
  afterAll(() => leftovers.disposeAsync());

  async function come(): Promise<Office> {
    const { page } = await stage.browser.open(`${stage.hub.url}/console/`);
    const office = officeOn(page);
    await office.sees(door.signIn);
    return office;
  }

  async function byProvider({ page }: Office, email: string): Promise<void> {
    provider.who = { email, email_verified: true, name: 'سلمى' };
    const button = page.locator(`::-p-aria([name="${door.provider}"][role="link"])`);
    await Promise.all([page.waitForNavigation(), button.click()]);
  }

  it('A9 C1 the button of the provider lets in who has an account', async () => {
    await join(stage.hub.url, openVisitor(stage.hub), 'salma@news.example', ROLES);
    const salma = await come();
    await byProvider(salma, 'salma@news.example');
    await salma.page.waitForSelector('#headline');
    await salma.sees('salma');
    expect(salma.page.url()).toMatch(/\/console\/(#.*)?$/);
  });

  it('A9 C1 it brings who has none back to the door, and says so', async () => {
    const stranger = await come();
    await byProvider(stranger, 'stranger@news.example');
    await stranger.sees('لم يُقبل الدخول عبر مزوّد الهوية');
    await stranger.sees(door.signIn);
    expect(await stranger.page.$('nav')).toBeNull();
  });

  it('A8 C1 a code opens with the password, neither without the other, and once', async () => {
    const email = 'nour@news.example';
    const phone = openVisitor(stage.hub);
    await join(stage.hub.url, phone, email, ROLES);
    const { body } = await phone.ask('POST', '/api/session/totp', { password: PASSWORD });
    const { uri } = body as { readonly uri: string };
    // Now, for a moment later they are others.
    const [used, next] = [codeFor(uri), codeFor(uri, 1)];
    await phone.ask('POST', '/api/session/totp/confirm', { code: used });

    const nour = await come();
    const code = nour.page.locator('[autocomplete=one-time-code]');
    const enter = async (password: string, typed: string): Promise<void> => {
      await nour.fill(door.email, email);
      await nour.fill(door.password, password);
      await code.fill(typed);
      await nour.press(door.enter);
    };
    const refusals: [string, string][] = [
      [PASSWORD, ''],
      [PASSWORD, '000000'],
      ['another that is long enough', next],
      [PASSWORD, used],
    ];
    for (const [password, typed] of refusals) {
      const answered = nour.page.waitForResponse((one) => one.url().endsWith('/api/session'));
      await enter(password, typed);
      expect((await answered).status()).toBe(401);
      await nour.sees('البريد أو كلمة المرور أو الرمز غير صحيح.');
    }
    await enter(PASSWORD, next);
    await nour.page.waitForSelector('#headline');
  });
});
