/** A whole day of a newsroom, at real consoles, and what a viewer in another browser saw of it. */
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../shared/person.ts';
import { openBrowser } from '../support/browser.ts';
import { codeFor } from '../support/codes.ts';
import { PASSWORD } from '../support/newcomer.ts';
import { until } from '../support/until.ts';
import { texts } from './cast.ts';
import { welcome, type Colleague } from './day-cast.ts';
import { wordsIn } from './day-words.ts';
import { headlinesOn } from '../e2e/sight.ts';
import { watchTicker, type Sightings } from '../e2e/sightings.ts';
import { elementTag, openStage, type Stage } from '../e2e/stage.ts';

const CHANNEL = 'day';
const ROLES = { chief: 'chief', editor: 'editor', deputy: 'editor', reporter: 'reporter' } as const;
type Invited = keyof typeof ROLES;
/** Seconds to think again: enough to press Esc on a busy machine. What is not undone here is sent at once. */
const UNDO_WINDOW = 10;
/** ms from writing until what is scheduled goes out. */
const AHEAD = 11_000;

/** As a field for a time shows it, with seconds. */
function wallOf(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

describe.each(LANGUAGES)('a day of a newsroom, in %s', (language) => {
  const words = wordsIn(language);
  const { desk, names, news } = words;
  const leftovers = new AsyncDisposableStack();
  let stage: Stage;
  let viewer: Page;
  let sightings: Sightings;
  const cast: Colleague[] = [];
  let admin: Colleague;
  let chief: Colleague;
  let editor: Colleague;
  let deputy: Colleague;
  let reporter: Colleague;

  beforeAll(async () => {
    stage = leftovers.use(await openStage('chromium', { LOG_LEVEL: 'warn' }));
    const firefox = leftovers.adopt(await openBrowser('firefox'), (one) => one.close());
    const tag = elementTag(stage.hub.url, CHANNEL).replace(' hub', ' mode="list" hub');
    const paper = `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>x</title>${tag}`;
    ({ page: viewer } = await firefox.open(stage.site.show('/paper', paper)));
  });
  // Whatever goes wrong in a step is told at the console, and none of it is to pass unseen.
  afterEach(async () => {
    for (const one of cast) expect(await one.troubles()).toEqual([]);
    expect(stage.hub.said.out + stage.hub.said.err).not.toContain('"level"');
  });
  afterAll(() => leftovers.disposeAsync());

  const board = (): Promise<string[]> => headlinesOn(viewer);
  const isSeen = (headline: string): Promise<void> =>
    until(async () => (await board()).includes(headline), `${headline} to be seen`, 20_000);
  const isGone = (headline: string): Promise<void> =>
    until(async () => !(await board()).includes(headline), `${headline} to be gone`, 20_000);

  async function inviteAs(role: Invited): Promise<Colleague> {
    const { people, office } = words;
    await admin.press(people.invite);
    await admin.fill(people.email, `${role}@news.example`);
    await admin.choose(`${news.title} ${CHANNEL}`, ROLES[role]);
    await admin.press(people.makeLink);
    const link = await admin.read(people.link);
    await admin.press(office.close);
    return welcome(stage.browser, language, { link, name: names[role] });
  }

  /** Who did what to what, as the audit log says it. */
  function deeds(): string[] {
    const { acts } = words.audit;
    return [
      [names.admin, acts.create_channel],
      [names.admin, acts.invite],
      [names.reporter, acts.accept_invitation],
      [names.editor, acts.totp_on],
      [names.editor, acts.sign_in],
      [names.reporter, acts.hold, news.proposed],
      [names.editor, acts.approve, news.proposed],
      [names.chief, acts.approve, news.breaking],
      [names.editor, acts.publish, news.breaking],
      [names.deputy, acts.undo, news.undone],
      [names.deputy, acts.correct, news.theirs],
      [names.editor, acts.correct, news.both],
      [names.deputy, acts.withdraw, news.both],
      [names.editor, acts.publish, news.scheduled],
      [names.chief, acts.recall],
      [names.chief, acts.withdraw, news.scheduled],
      [names.chief, acts.pause],
      [names.chief, acts.resume],
    ].map((words) => words.join(' '));
  }

  it('A7 C12 C15 the first admin comes by the printed link, makes a channel and invites everybody', async () => {
    const [link = ''] = /\S+\/console\/#invitation=\S+/.exec(stage.hub.said.out) ?? [];
    const email = 'admin@news.example';
    admin = await welcome(stage.browser, language, { link, name: names.admin, email });
    await admin.open('channels');
    await admin.press(words.channels.make);
    await admin.fill(words.channels.name, CHANNEL);
    await admin.fill(words.channels.titleField, news.title);
    await admin.fill(words.channels.undoWindow, String(UNDO_WINDOW));
    await admin.page.locator('dialog button[type=submit]').click();
    await until(async () => (await admin.page.$('dialog')) === null, 'the channel to be made');
    await admin.open('people');
    [chief, editor] = [await inviteAs('chief'), await inviteAs('editor')];
    [deputy, reporter] = [await inviteAs('deputy'), await inviteAs('reporter')];
    cast.push(admin, chief, editor, deputy, reporter);
    for (const one of [chief, editor, deputy, reporter]) await one.toDesk(CHANNEL);
    await viewer.reload();
    sightings = await watchTicker(viewer);
    await chief.sees(desk.viewers(1, '1'));
  });

  it('A8 C11 an editor takes a second factor on, and comes in with its code', async () => {
    const { door, profile } = words;
    await editor.open('profile');
    await editor.press(profile.turnOn);
    await editor.fill(profile.confirmByPassword, PASSWORD);
    await editor.press(profile.begin);
    const uri = `otpauth://totp/Ajil?secret=${await editor.read(profile.secret)}`;
    await editor.fill(profile.code, codeFor(uri));
    await editor.press(profile.confirm);
    await editor.missing(profile.isOff);
    await editor.press(words.signOut);
    await editor.fill(door.email, 'editor@news.example');
    await editor.fill(door.password, PASSWORD);
    // That of this moment was used to confirm.
    await editor.page.locator('[autocomplete=one-time-code]').fill(codeFor(uri, 1));
    await editor.press(door.enter);
    await editor.page.waitForSelector('nav');
    await editor.toDesk(CHANNEL);
  });

  it('N3 C10 a reporter proposes, and it is out once an editor approves', async () => {
    await reporter.send(news.proposed);
    await reporter.sees(desk.notices.waits);
    await editor.sees(news.proposed);
    expect(await reporter.offers(desk.approve)).toBe(false);
    expect(await board()).toEqual([]);
    await editor.actOn(news.proposed, desk.approve);
    await editor.actOn(news.proposed, desk.sendNow);
    await isSeen(news.proposed);
  });

  it('N3 C4 breaking news waits for a second person, who did not write it', async () => {
    await editor.chooseBreaking();
    await editor.send(news.breaking);
    await editor.sees(desk.confirmViewers(1, '1'));
    await editor.press(desk.confirmSend);
    await editor.sees(desk.needs.chief);
    expect(await editor.offers(desk.approve)).toBe(false);
    await chief.sees(news.breaking);
    expect(await board()).toEqual([news.proposed]);
    await chief.actOn(news.breaking, desk.approve);
    await chief.actOn(news.breaking, desk.sendNow);
    await isSeen(news.breaking);
  });

  it('N1 C2 what an editor takes back is never out, and stands in the field again', async () => {
    await deputy.send(news.undone);
    await chief.sees(news.undone);
    await deputy.escape();
    await deputy.sees(desk.notices.undone);
    expect(await deputy.read(desk.headline)).toBe(news.undone);
    await chief.missing(news.undone);
    await deputy.fill(desk.headline, ' ');
  });

  it('N6 C5 two correct the same: who comes late sees both texts, and loses none', async () => {
    await editor.send(news.first);
    await editor.actOn(news.first, desk.sendNow);
    await isSeen(news.first);
    await editor.correct(news.first, news.mine);
    await deputy.correct(news.first, news.theirs);
    await deputy.ctrlEnter();
    await deputy.actOn(news.theirs, desk.sendNow);
    await isSeen(news.theirs);

    await editor.sees(desk.newer);
    await editor.ctrlEnter();
    await editor.sees(desk.staleTitle);
    const [sheet = ''] = await texts(editor.page, 'dialog');
    expect(sheet).toContain(news.mine);
    expect(sheet).toContain(news.theirs);
    await editor.press(desk.staleGoOn);
    await editor.page.locator('.edit textarea').fill(news.both);
    await editor.press(desk.saveCorrection);
    await editor.actOn(news.both, desk.sendNow);
    await isSeen(news.both);
    expect((await board()).toSorted()).toEqual(
      [news.proposed, news.breaking, news.both].toSorted(),
    );
  });

  it('N5 C6 what is scheduled comes at its time; meanwhile another is withdrawn with the reason', async () => {
    const due = Math.ceil((Date.now() + AHEAD) / 1_000) * 1_000;
    await editor.page.locator('input[type=datetime-local]').fill(wallOf(due));
    await editor.send(news.scheduled);
    await editor.sees(desk.notices.scheduled);
    expect(await board()).not.toContain(news.scheduled);

    await deputy.actOn(news.both, desk.withdraw);
    await deputy.page.locator('dialog input').fill(news.reason);
    await deputy.page.locator('dialog .primary').click();
    await isGone(news.both);
    await deputy.sees(news.reason);

    await isSeen(news.scheduled);
    const { at = 0 } = (await sightings.all()).find((one) => one.headline === news.scheduled) ?? {};
    expect(at).toBeGreaterThanOrEqual(due);
  });

  it('N8 C6 a chief recalls what went out lately, and nothing of it is left', async () => {
    await chief.press(desk.recall);
    await chief.sees(desk.recallCount(3, '3'));
    await chief.press(desk.recallAct);
    await chief.sees(desk.recallDone('3', 0));
    await until(async () => (await board()).length === 0, 'an empty board');
  });

  it('N9 C6 a paused channel shows nothing at once, and all of it again', async () => {
    await chief.send(news.after);
    await chief.actOn(news.after, desk.sendNow);
    await isSeen(news.after);
    await chief.press(desk.pause);
    await chief.page.locator('dialog .breaking').click();
    await isGone(news.after);
    expect(await board()).toEqual([]);
    await reporter.sees(desk.paused);
    await chief.press(desk.resume);
    await isSeen(news.after);
    await reporter.missing(desk.paused);
  });

  it('N12 C14 the log has it all, and the viewer saw nothing else', async () => {
    await admin.open('audit');
    await admin.page.waitForSelector('.audit-line');
    const told = (await texts(admin.page, '.audit-line')).join('\n');
    for (const line of deeds()) expect(told).toContain(line);
    const seen = (await sightings.all()).map(({ headline }) => headline);
    expect(seen).toEqual([
      ...[news.proposed, news.breaking, news.first, news.theirs, news.both],
      ...[news.scheduled, news.after, news.after],
    ]);
  });
});
