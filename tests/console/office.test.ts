/** The console beside the newsroom, in a real browser: accounts, people, keys, channels, the audit log. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violationsOn } from '../support/axe.ts';
import { codeFor } from '../support/codes.ts';
import { PASSWORD } from '../support/newcomer.ts';
import { request } from '../support/request.ts';
import { until } from '../support/until.ts';
import { officeOn, openOffice } from './office.ts';
import { openStage, type Stage } from '../e2e/stage.ts';

const LANGUAGES = ['ar', 'en'] as const;
const SCREENS = ['profile', 'people', 'keys', 'channels', 'audit'];
/** A list's sign is a picture of its own colour, beside the text; axe then measures no text over it. */
const OF_A_LIST = 'due to a background image';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage('chromium');
});
afterAll(() => stage[Symbol.asyncDispose]());

const publish = (headline: string, secret?: string) =>
  request(
    `${stage.hub.url}/api/channels/breaking/headlines`,
    'POST',
    { headline },
    secret === undefined ? {} : { authorization: `Bearer ${secret}` },
  );

describe('the office', () => {
  it('C10 C12 an invited person comes in by the link, has the roles, and is out when disabled', async () => {
    const admin = await openOffice(stage, 'admin@news.example', { '*': 'admin' });
    await admin.open('people');
    await admin.press('دعوة شخص');
    await admin.fill('البريد الإلكتروني', 'salma@news.example');
    await admin.press('صنع الرابط');
    await admin.sees('اختر دورًا في قناة واحدة على الأقل.');
    await admin.choose('أخبار عاجلة breaking', 'editor');
    await admin.press('صنع الرابط');
    const link = await admin.read('الرابط');
    expect(link).toContain(`${stage.hub.url}/console/#invitation=`);
    await admin.press('إغلاق');
    await admin.sees('salma@news.example');

    const { page } = await stage.browser.open(link);
    const salma = officeOn(page);
    await page.locator('.door [autocomplete=name]').fill('سلمى');
    await page.locator('.door [autocomplete=new-password]').fill(PASSWORD);
    await salma.press('متابعة');
    await salma.sees('حسابي');
    await salma.open('profile');
    await salma.sees('محرر · أخبار عاجلة');
    const navigation = `[...document.querySelectorAll('nav a')].map((one) => one.innerText.trim())`;
    expect(await page.evaluate(navigation)).toEqual(['التحرير', 'التضمين', 'حسابي']);

    await admin.open('people');
    await admin.press('إدارة حساب سلمى');
    await admin.choose('أخبار عاجلة breaking', 'chief');
    await admin.press('حفظ الأدوار');
    await admin.sees('حُفظ.');
    await salma.open('people');
    await salma.missing('الحسابات');
    await salma.press('دعوة شخص');
    await salma.sees('الدور في كل قناة');
    await salma.missing('كل القنوات');
    await admin.press('تعطيل الحساب');
    await admin.sees('تمكين الحساب');
    await page.reload({ waitUntil: 'domcontentloaded' });
    await salma.sees('الدخول إلى غرفة التحرير');
  });

  it('C11 the second factor goes on by its secret, and a sign-in then needs a code', async () => {
    const email = 'nour@news.example';
    const nour = await openOffice(stage, email, { breaking: 'editor' });
    await nour.open('profile');
    await nour.press('تفعيل');
    await nour.fill('أكّد بكلمة المرور', 'not the password');
    await nour.press('متابعة');
    await nour.sees('ليست كلمة المرور الحالية.');
    await nour.fill('أكّد بكلمة المرور', PASSWORD);
    await nour.press('متابعة');
    const uri = `otpauth://totp/Ajil?secret=${await nour.read('المفتاح')}`;
    await nour.fill('الرمز الظاهر الآن', codeFor(uri));
    await nour.press('تأكيد وتفعيل');
    await until(async () => (await nour.page.$('dialog')) === null, 'the sheet to close');
    await nour.missing('غير مفعّل');
    await nour.press('خروج');

    await nour.fill('البريد الإلكتروني', email);
    await nour.fill('كلمة المرور', PASSWORD);
    await nour.press('دخول');
    await nour.sees('البريد أو كلمة المرور أو الرمز غير صحيح.');
    // That of this moment was used to confirm.
    await nour.page.locator('.door [autocomplete=one-time-code]').fill(codeFor(uri, 1));
    await nour.press('دخول');
    await nour.sees('حسابي');
    await nour.open('profile');
    await nour.sees('هذا الجهاز');
  });

  it('C11 a new password ends the other sessions, and the name is changed where it stands', async () => {
    const huda = await openOffice(stage, 'huda@news.example', { breaking: 'reporter' });
    await huda.open('profile');
    await huda.fill('الاسم', 'هدى');
    await huda.press('حفظ');
    await huda.sees('حُفظ.');
    await huda.fill('الحالية', PASSWORD);
    await huda.fill('الجديدة', 'short');
    await huda.press('تغيير كلمة المرور');
    await huda.sees('12 حرفًا على الأقل.');
    await huda.fill('الجديدة', 'another one that is long');
    await huda.press('تغيير كلمة المرور');
    await huda.sees('تغيّرت كلمة المرور');
    expect(await huda.page.$$eval('.rows > li', (list) => list.length)).toBe(1);
    await huda.page.reload({ waitUntil: 'domcontentloaded' });
    await huda.sees('هدى');
  });

  it('C13 C14 a key publishes, is rotated and revoked; the audit log shows it', async () => {
    const admin = await openOffice(stage, 'keys@news.example', { '*': 'admin' });
    await admin.open('keys');
    await admin.press('مفتاح جديد');
    await admin.fill('لأي شيء هو', 'CMS');
    await admin.page.locator('dialog button[type=submit]').click();
    const first = await admin.read('سرّ المفتاح');
    expect((await publish('خبر بالمفتاح الأول', first)).status).toBe(201);
    await admin.press('إغلاق');
    await admin.press('إدارة المفتاح CMS');
    await admin.press('سرّ ثانٍ');
    const second = await admin.read('سرّ المفتاح');
    expect(second).not.toBe(first);
    expect((await publish('خبر بالسر القديم', first)).status).toBe(201);
    await admin.press('إغلاق');
    await admin.press('إدارة المفتاح CMS');
    await admin.press('إنهاء القديم');
    await admin.missing('إنهاء القديم');
    expect((await publish('لا يُنشر', first)).status).toBe(401);
    expect((await publish('خبر بالسر الجديد', second)).status).toBe(201);
    await admin.press('إلغاء المفتاح…');
    await admin.press('إلغاء المفتاح');
    await admin.sees('مُلغى');
    expect((await publish('لا يُنشر', second)).status).toBe(401);

    await admin.open('audit');
    await admin.sees('ألغى مفتاحًا');
    await admin.sees('خبر بالسر الجديد');
    await admin.missing('لا يُنشر');
  });

  it('C14 older lines follow page by page, of one channel, with what each changed', async () => {
    const { body } = await publish('وزير الصحة يعلن خطة');
    const { id } = body as { readonly id: string };
    const url = `${stage.hub.url}/api/channels/breaking/headlines/${id}`;
    await request(url, 'PATCH', { headline: 'وزير الصحة يعلن خطةً' }, { 'if-match': '"1"' });
    for (let n = 0; n < 50; n += 1) await publish(`خبر ${n}`);
    const chief = await openOffice(stage, 'chief@news.example', { breaking: 'chief' });
    await chief.open('audit');
    await chief.sees('خبر 49');
    const lines = () => chief.page.$$eval('.audit-line', (list) => list.length);
    expect(await lines()).toBe(50);
    await chief.missing('صحّح خبرًا');
    await chief.press('الأقدم');
    await chief.sees('صحّح خبرًا');
    const change = '.audit-line:has(del)';
    const told = await chief.page
      .evaluate(`[...document.querySelectorAll('${change} :is(del, ins)')]
      .map((one) => one.textContent.trim())`);
    expect(told).toEqual(['كان: خطة', 'صار: خطةً']);
    const values = `[...document.querySelectorAll('.changes dd')].map((one) => one.textContent).join()`;
    const said = String(await chief.page.evaluate(values));
    expect(said).toContain('5 · عادي');
    expect(said).not.toMatch(/\d{4}-\d\d-\d\dT|[{}"]|\b(?:true|false|usable|ar)\b/);
    // The channel's own, and nothing of people and keys.
    await chief.missing('صنع مفتاحًا');
  });

  it('C15 a channel is made, set, refused by field, and deleted once its name is typed', async () => {
    const admin = await openOffice(stage, 'set@news.example', { '*': 'admin' }, { language: 'en' });
    await admin.open('channels');
    await admin.press('New channel');
    await admin.page.locator('dialog input[type=checkbox]').click();
    await admin.fill('Name in addresses', 'test-training');
    await admin.fill('Title', 'Training');
    await admin.fill('Headlines on the board', '500');
    await admin.page.locator('dialog button[type=submit]').click();
    await admin.sees('Must be an integer from 1 to 100.');
    await admin.fill('Headlines on the board', '30');
    await admin.page.locator('dialog button[type=submit]').click();
    await admin.sees('Board of 30');
    const url = `${stage.hub.url}/api/channels/test-training`;
    expect((await request(url)).body).toMatchObject({ isTest: true, boardSize: 30 });

    const settings = '::-p-xpath(//li[contains(., "test-training")]//button)';
    await admin.page.locator(settings).click();
    await admin.fill('A headline stays, minutes', '1.5');
    await admin.press('Save');
    await until(async () => (await admin.page.$('dialog')) === null, 'the sheet to close');
    expect((await request(url)).body).toMatchObject({ defaultTtl: 90 });

    await admin.page.locator(settings).click();
    await admin.press('Delete the channel…');
    const remove = `document.querySelector('dialog .breaking')`;
    await admin.page.waitForSelector('dialog .breaking');
    expect(await admin.page.evaluate(`${remove}.disabled`)).toBe(true);
    await admin.page.locator('dialog .content input').fill('test-training');
    await admin.press('Delete the channel');
    await admin.missing('test-training');
    expect((await request(url)).status).toBe(404);
  });

  it.each(LANGUAGES)(
    'C16 each screen in %s is for everybody, on desks and phones',
    async (language) => {
      const office = await openOffice(
        stage,
        `${language}@news.example`,
        { '*': 'admin' },
        { language },
      );
      // A list that is empty would be looked at for nothing.
      const key = { name: 'CMS', role: 'editor', channels: ['breaking'], highestUrgency: 3 };
      await request(`${stage.hub.url}/api/keys`, 'POST', key);
      for (const width of [1280, 390]) {
        await office.page.setViewport({ width, height: 844 });
        for (const screen of SCREENS) {
          await office.open(screen);
          await office.page.waitForSelector('.rows > li, .audit-line');
          const found = await violationsOn(office.page);
          const wrong = found.filter(({ message }) => !message.endsWith(OF_A_LIST));
          expect(wrong, `${screen} at ${width} px`).toEqual([]);
          const over = await office.page.evaluate(
            'document.documentElement.scrollWidth - innerWidth',
          );
          expect(over, `${screen} at ${width} px`).toBeLessThanOrEqual(0);
        }
      }
    },
  );
});
