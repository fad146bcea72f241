import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../client/shell/commands.ts';
import { ajil, AJIL, linesOf, startAjil } from '../support/ajil.ts';
import { openApi } from '../support/api.ts';
import { ROOT } from '../support/dockerfile.ts';
import { ADMIN_KEY, endHubs, startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { readShellPage, shellPage } from '../support/shell-page.ts';
import { until } from '../support/until.ts';

const LIMIT = 60_000;
let folder: string;
let hub: HubProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ajil-terminal-'));
  hub = await startHubProcess({ dataDir: join(folder, 'data') });
});
afterAll(async () => {
  await endHubs();
  await rm(folder, { recursive: true });
});

/** On a terminal of its own: `script`, of util-linux, makes one. */
function onTerminal(typed: string, environment: Record<string, string> = {}) {
  const line = `'${process.execPath}' '${AJIL}' ${typed}`;
  const command = ['script', '--quiet', '--return', '--command', line];
  return ajil(['/dev/null'], {
    hub: hub.url,
    command,
    environment: { TERM: 'xterm', ...environment },
  });
}

/** Whoever answers at the hub's address may be anybody. */
async function openRogue(headline: string) {
  const times = { firstCreated: '2026-01-01T00:00:00Z', versionCreated: '2026-01-01T00:00:00Z' };
  const item = { id: headline, version: 1, language: 'ar', pubStatus: 'usable', headline };
  const body = { headlines: [{ ...item, ...times, urgency: 1, pinned: false }], more: headline };
  const refusal = { code: headline, title: headline, detail: headline, retryable: false };
  const server = createServer((asked, answered) => {
    answered.statusCode = asked.method === 'GET' ? 200 : 409;
    answered.end(JSON.stringify(asked.method === 'GET' ? body : refusal));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given');
  return {
    url: `http://127.0.0.1:${address.port}`,
    [Symbol.dispose]: () => void server.close(),
  };
}

describe('the shell at a terminal', () => {
  it('S3 nothing that a hub says commands the terminal', async () => {
    const evil = '\u001b]0;owned\u0007\u009b2J\u202Eعاجل\r\n';
    using rogue = await openRogue(evil);
    for (const typed of [
      ['list'],
      ['list', '--json'],
      ['export'],
      ['publish', 'x'],
      ['publish', 'x', '--json'],
    ]) {
      const { out, err } = await ajil(typed, { hub: rogue.url });
      expect(out + err, typed.join(' ')).toContain('owned');
      expect((out + err).replaceAll('\n', ''), typed.join(' ')).not.toMatch(/[\p{Cc}\u202E]/u);
    }
    const { out } = await ajil(['list', '--json'], { hub: rogue.url });
    expect(JSON.parse(out)).toMatchObject({ more: evil });
  });

  it('S3 isolates and colours are for terminals alone, and NO_COLOR is heard', async () => {
    const published = await onTerminal('publish "iPhone عاجل" --id t');
    expect(published.out).toContain('\u001b[32m+ published\u001b[39m  t, version 1');
    expect(published.out).toContain('\u2067iPhone عاجل\u2069');
    const plain = await onTerminal('correct t "ثان"', { NO_COLOR: '1' });
    expect(plain.out).toContain('~ corrected  t');
    expect(plain.out).not.toContain('\u001b');
    expect((await ajil(['list'], { hub: hub.url })).out).not.toMatch(/[\u2066-\u2069\u001b]/);
    expect((await onTerminal('nonsense')).code).toBe(2);
  });

  it('S2 a key is taken from a file that nobody else can read, and never from the line', async () => {
    const file = join(folder, 'key');
    await writeFile(file, `${ADMIN_KEY}\n`, { mode: 0o600 });
    const typed = ['keys', 'list', '--key-file', file];
    expect(await ajil(typed, { hub: hub.url, key: null })).toMatchObject({ code: 0 });
    await chmod(file, 0o640);
    const refused = await ajil(typed, { hub: hub.url, key: null });
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toContain(`chmod 600 ${file}`);
    const argument = await ajil(['keys', 'list', '--key', ADMIN_KEY], { hub: hub.url });
    expect(argument.code).toBe(2);
    expect(argument.err).not.toContain(ADMIN_KEY);
    expect((await ajil(['keys', 'list'], { hub: hub.url, key: null })).err).toContain('AJIL_KEY');
  });

  it(
    'S4 a watcher sees each entry once and in order through a restart of the hub, and ends with 0',
    async () => {
      const watching = startAjil(['watch', '--json'], { hub: hub.url, key: null });
      const events = () => linesOf(watching.said.out.replace(/[^\n]*$/, ''));
      await until(() => watching.said.err.includes('"live"'), 'the watcher');
      const before = events().length;
      const { publish, correct } = openApi(hub.url);
      await publish({ headline: 'one', id: 'one' });
      await publish({ headline: 'two', id: 'two' });
      await until(() => events().length === before + 2, 'two headlines');
      await hub.kill();
      await until(() => watching.said.err.includes('"offline"'), 'the loss');
      await hub.start();
      await correct('one', 1, 'one, corrected');
      expect((await ajil(['withdraw', 'two'], { hub: hub.url })).code).toBe(0);
      await until(() => events().length >= before + 4, 'what it missed', 40_000);
      await publish({ headline: 'three', id: 'three' });
      await until(() => events().length >= before + 5, 'the last one');
      watching.signal('SIGINT');
      expect(await watching.ended).toBe(0);
      expect(events().slice(before)).toMatchObject([
        { event: 'new', headline: { id: 'one' } },
        { event: 'new', headline: { id: 'two' } },
        { event: 'corrected', headline: { id: 'one', version: 2 }, before: { headline: 'one' } },
        { event: 'withdrawn', headline: { id: 'two' }, before: { headline: 'two' } },
        { event: 'new', headline: { id: 'three' } },
      ]);
    },
    LIMIT,
  );

  it('S4 a watcher of a channel that is not there ends with 1, and one whom nobody reads with 0', async () => {
    const none = await ajil(['watch', '--channel', 'none'], { hub: hub.url });
    expect(none.code).toBe(1);
    expect(none.err).toContain('channel_unknown');
    const line = `'${process.execPath}' '${AJIL}' watch --json | head -n 1; exit \${PIPESTATUS[0]}`;
    const piped = startAjil(['-c', line], { hub: hub.url, command: ['bash'] });
    await until(() => piped.said.out !== '', 'the first line');
    // It learns of it when it writes again.
    const { publish } = openApi(hub.url);
    await publish({ headline: 'unread' });
    await publish({ headline: 'unread too' });
    expect(await piped.ended).toBe(0);
  });

  it('S6 what is wrong with a line is named, with 2, and nothing is sent', async () => {
    for (const [typed, named] of [
      [['publsh', 'x'], 'publsh'],
      [['publish'], '<text|->'],
      [['publish', 'x', '--urgancy', '1'], '--urgancy'],
      [['correct', 'x'], 'Nothing'],
      [['correct', 'x', 'y', '--idempotency-key', 'k'], '--version'],
      [['correct', 'x', '--remove', 'headline'], '--remove'],
      [['withdraw', '..'], '«..»'],
      [['keys'], 'rotate'],
      [['keys', 'create', '--name', 'x'], '--role'],
      [['list', '--hub', 'nonsense'], 'nonsense'],
      [['list', '--lang', 'fr'], '--lang'],
      [['export', '--as', 'xml'], '--as'],
      [['import', '/nonexistent'], '/nonexistent'],
    ] as const) {
      // At this address nobody is, and to ask would be another exit code.
      const { code, out, err } = await ajil(typed, { hub: 'http://127.0.0.1:9' });
      expect({ code, out }, typed.join(' ')).toEqual({ code: 2, out: '' });
      expect(err, typed.join(' ')).toContain(named);
    }
    const garbled = await ajil(['publish', '-'], { stdin: Buffer.from([0xff, 0xfe]) });
    expect(garbled).toMatchObject({ code: 2, err: 'stdin is not UTF-8\n' });
    const channel = await ajil(['list'], { environment: { AJIL_CHANNEL: '' } });
    expect(channel).toMatchObject({ code: 2 });
  });

  it('S6 the help has every command in both languages, and docs/shell.md says the same (else: npm run docs)', async () => {
    for (const lang of ['ar', 'en']) {
      const { out } = await ajil(['help', '--lang', lang]);
      for (const { name } of COMMANDS) expect(out).toContain(`  ${name} `);
    }
    expect((await ajil([])).out).toBe((await ajil(['--help'])).out);
    expect((await ajil(['help', 'publish'])).out).toBe((await ajil(['publish', '--help'])).out);
    expect((await ajil(['help', 'keys'])).out).toContain('ajil keys retire <id> <hint>');
    expect((await ajil(['help', 'nothing'])).code).toBe(2);
    const page = readShellPage();
    expect(page).toBe(await shellPage(page));
    expect(await shellPage(page, COMMANDS.slice(1))).not.toContain('### publish');
  });

  it('S6 npx finds it in this folder, with the Node that npm installed', async () => {
    const run = promisify(execFile);
    // No network: everything is here.
    const env = {
      ...process.env,
      npm_config_offline: 'true',
      npm_config_cache: join(folder, 'npm'),
    };
    const { stdout } = await run('npx', ['ajil', 'help', 'watch'], { cwd: ROOT, env });
    expect(stdout).toContain('Usage: ajil watch [options]');
  });
});
