/** The people of a day in the newsroom: each at a console of their own, in a browser profile of their own. */
import { z } from 'zod';
import type { Language } from '../../shared/person.ts';
import type { TestBrowser, Visit } from '../support/browser.ts';
import { PASSWORD } from '../support/newcomer.ts';
import { ctrlEnter, sendByKey, write } from './cast.ts';
import { wordsIn, type Words } from './day-words.ts';
import { officeOn, type Office } from './office.ts';

export interface Colleague extends Office {
  /** Into the newsroom, and to its channel. */
  toDesk(channel: string): Promise<void>;
  /** Writes a headline and presses Ctrl+Enter. */
  send(headline: string): Promise<void>;
  /** Chooses the highest urgency for what is written next. */
  chooseBreaking(): Promise<void>;
  /** Presses the button of this name at the headline. */
  actOn(headline: string, button: string): Promise<void>;
  /** Whether a button of this name is there for this person. */
  offers(button: string): Promise<boolean>;
  /** Begins to correct the headline, with these words. */
  correct(headline: string, text: string): Promise<void>;
  ctrlEnter(): Promise<void>;
  escape(): Promise<void>;
  /** What the console says went wrong, and what the browser complained of. */
  troubles(): Promise<string[]>;
}

/** A button in the list, at the headline with these words. */
const atHeadline = (headline: string, button: string): string =>
  `::-p-xpath(//article[.//h3[normalize-space()="${headline}"]]//button[normalize-space()="${button}"])`;

const ALERTS = `[...document.querySelectorAll('[role=alert], .link-bar')]
  .map((one) => one.innerText.trim()).filter(Boolean)`;
const alerts = z.array(z.string());

/**
 * Chromium's own report of an answer that the console deals with: a stale correction, and the log of a channel
 * that is paused.
 */
const OF_A_REFUSAL = /Failed to load resource.* (412|410) /;

export interface Newcomer {
  readonly link: string;
  readonly name: string;
  /** Where the invitation names none. */
  readonly email?: string;
}

/** Opens the link of an invitation, in the language, and has an account then. */
export async function welcome(
  browser: TestBrowser,
  language: Language,
  { link, name, email }: Newcomer,
): Promise<Colleague> {
  const visit = await browser.open(link);
  const { page } = visit;
  const office = officeOn(page);
  if (language === 'en') await office.press('English');
  await page.locator('[autocomplete=name]').fill(name);
  if (email !== undefined) await page.locator('[autocomplete=username]').fill(email);
  await page.locator('[autocomplete=new-password]').fill(PASSWORD);
  await page.locator('button[type=submit]').click();
  await page.waitForSelector('nav');
  return colleagueAt(visit, office, wordsIn(language));
}

function colleagueAt({ page, complaints }: Visit, office: Office, words: Words): Colleague {
  return {
    ...office,
    async toDesk(channel) {
      await page.goto(`${new URL(page.url()).origin}/console#/channel/${channel}`);
      await page.waitForSelector('#headline');
    },
    async send(headline) {
      await write(page, headline);
      await sendByKey(page);
    },
    async chooseBreaking() {
      const [urgent] = words.desk.urgencies;
      await page.locator(`::-p-aria([name="1 ${urgent}"][role="radio"])`).click();
    },
    actOn: (headline, button) => page.locator(atHeadline(headline, button)).click(),
    offers: async (button) =>
      (await page.$(`::-p-aria([name="${button}"][role="button"])`)) !== null,
    async correct(headline, text) {
      await page.locator(atHeadline(headline, words.desk.correct)).click();
      await page.locator('.edit textarea').fill(text);
    },
    ctrlEnter: () => ctrlEnter(page),
    escape: () => page.keyboard.press('Escape'),
    async troubles() {
      const told = alerts.parse(await page.evaluate(ALERTS));
      return [...told, ...complaints.filter((one) => !OF_A_REFUSAL.test(one))];
    },
  };
}
