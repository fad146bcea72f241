/** The console as somebody at a desk uses it: by what stands on the page, and by nothing else of it. */
import type { ElementHandle, Page } from 'puppeteer-core';
import type { Language } from '../../shared/person.ts';
import type { Roles } from '../../shared/role.ts';
import { invite, PASSWORD } from '../support/newcomer.ts';
import { until } from '../support/until.ts';
import type { Stage } from '../e2e/stage.ts';

export interface Office {
  readonly page: Page;
  open(screen: string): Promise<void>;
  /** A button, by its name. */
  press(name: string): Promise<void>;
  /** Into a field, by its name; what stood there is gone. */
  fill(name: string, text: string): Promise<void>;
  choose(name: string, value: string): Promise<void>;
  /** What stands in a field. */
  read(name: string): Promise<string>;
  /** Waits until this stands on the page, or does not. */
  sees(text: string): Promise<void>;
  missing(text: string): Promise<void>;
}

export interface OfficeOptions {
  readonly language?: Language;
  readonly width?: number;
}

/** The page of somebody who has an account with these roles, signed in. */
export async function openOffice(
  { hub, browser }: Stage,
  email: string,
  roles: Roles,
  options: OfficeOptions = {},
): Promise<Office> {
  const token = await invite(hub.url, email, roles);
  const { page } = await browser.open(`${hub.url}/console`, { width: options.width ?? 1280 });
  const acceptance = { token, name: email.split('@')[0], password: PASSWORD };
  const sent = JSON.stringify({
    ...{ method: 'POST', headers: { 'Content-Type': 'application/json' } },
    body: JSON.stringify({ ...acceptance, language: options.language ?? 'ar' }),
  });
  const status: unknown = await page.evaluate(
    `fetch('/api/invitations/accept', ${sent}).then(({ status }) => status)`,
  );
  if (status !== 201) throw new Error(`The invitation was answered with ${String(status)}`);
  return officeOn(page);
}

export function officeOn(page: Page): Office {
  async function find(name: string, role: string): Promise<ElementHandle> {
    const found = await page.waitForSelector(`::-p-aria([name="${name}"][role="${role}"])`);
    if (!found) throw new Error(`Nothing is called ${name}`);
    return found;
  }
  const field = (name: string): Promise<ElementHandle> => find(name, 'textbox');
  const has = async (text: string): Promise<boolean> =>
    String(await page.evaluate('document.body.innerText')).includes(text);
  return {
    page,
    async open(screen) {
      // Another address after the # loads nothing, so that the page is asked for anew.
      await page.goto(`${new URL(page.url()).origin}/console#/${screen}`);
      await page.reload({ waitUntil: 'domcontentloaded' });
      await page.waitForSelector('.office h1');
    },
    async press(name) {
      await page.locator(`::-p-aria([name="${name}"][role="button"])`).click();
    },
    async fill(name, text) {
      const one = await field(name);
      await one.click({ count: 3 });
      await one.type(text);
    },
    async choose(name, value) {
      const one = await find(name, 'combobox');
      await one.select(value);
    },
    async read(name) {
      const value = await (await field(name)).getProperty('value');
      return String(await value.jsonValue());
    },
    sees: (text) => until(() => has(text), `“${text}” to be seen`),
    missing: (text) => until(async () => !(await has(text)), `“${text}” to be gone`),
  };
}
