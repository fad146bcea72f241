import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHubs, type TestHubs } from '../support/hubs.ts';
import { request } from '../support/request.ts';

const HOSTILE = '<script>alert("1")</script> & \'خبر\'';

describe('the pages that the hub writes', () => {
  let hubs: TestHubs;
  beforeAll(async () => {
    hubs = await startHubs('SQLite');
  });
  afterAll(() => hubs.close());

  const read = async (path: string, headers: Readonly<Record<string, string>> = {}) => {
    const response = await fetch(hubs.url + path, { headers });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const write = async (path: string, body: unknown) => {
    expect((await request(hubs.url + path, 'POST', body)).status).toBe(201);
  };
  const publish = (draft: unknown, channel = 'breaking') =>
    write(`/api/channels/${channel}/headlines`, draft);

  describe('the live page', () => {
    it('H1 shows the board without any script, each headline in its own direction', async () => {
      await publish({ headline: 'iPhone 17 يصل إلى الأسواق', language: 'ar' });
      await publish({ headline: 'Talks resume in Geneva', language: 'en', source: 'AP' });
      const url = 'https://news.example/truce?a=1&b=2';
      await publish({ headline: 'هدنة فورية', urgency: 1, url, summary: 'بالإجماع' });
      const { status, headers, text } = await read('/live/breaking');
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe('text/html; charset=UTF-8');
      expect(text).toContain('<html lang="ar" dir="rtl">');
      expect(text).toContain('<title>أخبار عاجلة</title>');
      expect(text).toMatch(/<h1>أخبار عاجلة<\/h1>/);
      expect(text).not.toContain('{{');
      expect(text).not.toContain('<script');
      const shown = [...text.matchAll(/<h2 lang="(\w+)" dir="(\w+)">\s*(.*?)\s*<\/h2>/gs)];
      expect(shown.map(([, ...parts]) => parts)).toEqual([
        [
          'ar',
          'rtl',
          expect.stringMatching(
            /class="tag">عاجل<.*href="https:\/\/news\.example\/truce\?a=1&amp;b=2" rel="noopener">هدنة فورية</s,
          ),
        ],
        ['en', 'ltr', 'Talks resume in Geneva'],
        ['ar', 'rtl', 'iPhone 17 يصل إلى الأسواق'],
      ]);
      expect(text).toMatch(/<time datetime="[\d:.TZ-]+">الآن<\/time>\s*<span><bdi>AP<\/bdi>/);
      expect(text).toContain('بالإجماع');
    });

    it('H1 what a headline says stays text', async () => {
      await write('/api/channels', { name: 'hostile', title: HOSTILE, language: 'en' });
      await publish({ headline: HOSTILE, summary: HOSTILE, source: HOSTILE }, 'hostile');
      await publish({ headline: '$& {{title}}' }, 'hostile');
      const { text } = await read('/live/hostile');
      expect(text).toContain('<html lang="en" dir="ltr">');
      expect(text).not.toContain('<script');
      const escaped = '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;خبر&#39;';
      // In the title of the document and of the page, and in three fields of the headline.
      expect(text.split(escaped)).toHaveLength(6);
      expect(text).toContain('$&amp; {{title}}');
    });

    it('H1 answers 304 to who has it, and anew when a headline came', async () => {
      const before = await read('/live/breaking');
      const etag = before.headers.get('etag') ?? '';
      expect(before.headers.get('cache-control')).toBe('public, max-age=5');
      // The page is another one in another minute, for it says how old each headline is.
      const same = await read('/live/breaking', { 'if-none-match': etag });
      expect([200, 304]).toContain(same.status);
      if (same.status === 200) expect(same.headers.get('etag')).not.toBe(etag);
      await publish({ headline: 'خبر جديد' });
      const after = await read('/live/breaking', { 'if-none-match': etag });
      expect(after.status).toBe(200);
      expect(after.text).toContain('خبر جديد');
    });

    it('H1 an unknown channel is a clear word in the language of its reader', async () => {
      const arabic = await read('/live/nowhere');
      expect(arabic.status).toBe(404);
      expect(arabic.text).toContain('<html lang="ar" dir="rtl">');
      expect(arabic.text).toContain('لا توجد قناة بهذا الاسم');
      const hostile = await read('/live/%3Cscript%3E', { 'accept-language': 'fr-FR,fr;q=0.9' });
      expect(hostile.status).toBe(404);
      expect(hostile.text).toContain('Il n’existe aucun canal de ce nom');
      expect(hostile.text).toContain('&lt;script&gt;');
      expect(hostile.text).not.toContain('<script');
    });

    it('H1 no page of another site may frame it, and it may run nothing from elsewhere', async () => {
      for (const path of ['/live/breaking', '/live/nowhere', '/embed', '/console/', '/']) {
        const { headers } = await read(path);
        const policy = headers.get('content-security-policy') ?? '';
        expect(policy, path).toContain("default-src 'none'");
        expect(policy, path).toContain("script-src 'self'");
        expect(policy, path).toContain("frame-ancestors 'none'");
        expect(headers.get('x-frame-options'), path).toBe('SAMEORIGIN');
        expect(headers.get('access-control-allow-origin'), path).toBeNull();
      }
      // The shells that the hub fills are no pages of their own.
      expect((await read('/live.html')).status).toBe(404);
    });
  });

  it('C1 the console is asked for anew each time, and its files once', async () => {
    const { status, headers, text } = await read('/console/');
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-cache');
    expect(headers.get('content-security-policy')).toContain("style-src 'self'");
    const [script = ''] = /\/console\/assets\/[^"]+\.js/.exec(text) ?? [];
    const file = await read(script);
    expect(file.headers.get('cache-control')).toContain('immutable');
    const redirect = await fetch(`${hubs.url}/console`, { redirect: 'manual' });
    expect([redirect.status, redirect.headers.get('location')]).toEqual([301, '/console/']);
  });

  describe('the page for frames', () => {
    const policyOf = async (path: string) =>
      (await read(path)).headers.get('content-security-policy') ?? '';

    it('G6 any page may frame it, and its ticker is as its address says', async () => {
      const { status, headers, text } = await read(
        '/embed/frame?channel=breaking&mode=step&label=%22%3E%3Cscript%3E&lang=fr&position=top&hub=x&onclick=y',
      );
      expect(status).toBe(200);
      expect(headers.get('content-security-policy')).toContain('frame-ancestors *');
      expect(headers.get('content-security-policy')).toContain("script-src 'self'");
      expect(headers.get('x-frame-options')).toBeNull();
      expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
      expect(text).toContain('<html lang="fr" dir="ltr">');
      const [tag] = /<ajil-ticker[^>]*>/.exec(text) ?? [];
      expect(tag?.replaceAll(/\s+/g, ' ')).toBe(
        '<ajil-ticker channel="breaking" mode="step" label="&quot;&gt;&lt;script&gt;" lang="fr" >',
      );
      expect(text).toContain(
        '<a href="/live/breaking" target="_blank" rel="noopener">أخبار عاجلة</a>',
      );
    });

    it('G6 a channel that is for some sites alone is framed by those alone', async () => {
      await write('/api/channels', {
        name: 'closed',
        title: 'مغلقة',
        allowedOrigins: ['https://news.example', 'http://127.0.0.1:8080', 'https://a;b.example'],
      });
      const policy = await policyOf('/embed/frame?channel=closed');
      expect(policy).toContain("frame-ancestors 'self' https://news.example http://127.0.0.1:8080");
      expect(policy).not.toContain('b.example');
    });

    it('G6 an unknown channel is not found', async () => {
      expect((await read('/embed/frame?channel=nowhere')).status).toBe(404);
    });
  });
});
