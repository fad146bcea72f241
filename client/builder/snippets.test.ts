import { compile, parse } from 'svelte/compiler';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { DEFAULT_CHOICE, type Choice } from './choice.ts';
import { reservingCss, SNIPPET_KINDS, snippetOf, type SnippetPorts } from './snippets.ts';
import { tabAfter } from './tabs.ts';

const HOSTILE = '"><script>alert(1)</script>\'&{{ 1 }}{alert(1)}-->';
const PORTS: SnippetPorts = {
  hub: 'https://hub.example',
  title: 'أخبار عاجلة',
  pinned: { url: '/embed/abc/ticker.js', integrity: 'sha384-abc' },
};

function written(
  kind: (typeof SNIPPET_KINDS)[number],
  part: Partial<Choice> = {},
  ports: Partial<SnippetPorts> = {},
): string {
  return snippetOf(kind, { ...DEFAULT_CHOICE, ...part }, { ...PORTS, ...ports }) ?? '';
}

/** Faults of form, as the compiler of JavaScript and JSX sees them. */
function faultsOf(code: string): string[] {
  const { diagnostics = [] } = ts.transpileModule(code, {
    fileName: 'snippet.jsx',
    reportDiagnostics: true,
    compilerOptions: {
      jsx: ts.JsxEmit.ReactJSX,
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ESNext,
    },
  });
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

describe('the lines to copy', () => {
  it('G6 in one line the channel is said, and of the rest only what was chosen', () => {
    expect(written('script')).toBe(
      '<script async src="https://hub.example/embed/v1/ticker.js" data-channel="breaking"></script>',
    );
    const chosen = { mode: 'step', showTime: false, max: 3, label: '' } as const;
    expect(written('script', chosen)).toBe(
      '<script async src="https://hub.example/embed/v1/ticker.js" data-channel="breaking"' +
        ' data-mode="step" data-label="" data-show-time="false" data-max="3"></script>',
    );
  });

  it('G6 an element keeps its place, and leads to the live page where it cannot be shown', () => {
    expect(written('element', { theme: 'dark' })).toBe(
      [
        '<style>ajil-ticker:not(:defined){display:block;min-block-size:52px}</style>',
        '<ajil-ticker channel="breaking" theme="dark">',
        '  <a href="https://hub.example/live/breaking">أخبار عاجلة</a>',
        '</ajil-ticker>',
        '<script async src="https://hub.example/embed/v1/ticker.js"></script>',
      ].join('\n'),
    );
    const wordpress = written('wordpress', { theme: 'dark' });
    expect(wordpress).toBe(
      `<!-- wp:html -->\n${written('element', { theme: 'dark' })}\n<!-- /wp:html -->`,
    );
  });

  it('G6 a pinned script names its release, and is not written before that is known', () => {
    expect(written('pinned')).toBe(
      '<script async src="https://hub.example/embed/abc/ticker.js" integrity="sha384-abc"' +
        ' crossorigin="anonymous" data-channel="breaking"></script>',
    );
    expect(written('pinned', {}, { pinned: undefined })).toBe('');
  });

  it('G6 a frame has a title and a height, and stands where its tag stands', () => {
    expect(written('frame', { mode: 'list', position: 'top', lang: 'fr' })).toBe(
      '<iframe src="https://hub.example/embed/frame?channel=breaking&amp;mode=list&amp;lang=fr"' +
        ' title="أخبار عاجلة" loading="lazy" width="100%" height="260" style="border:0"></iframe>',
    );
  });

  it('G6 the line that keeps the place knows how tall each mode is', () => {
    const cssOf = (part: Partial<Choice>) => reservingCss({ ...DEFAULT_CHOICE, ...part });
    expect(cssOf({ mode: 'list' })).toContain('min-block-size:260px');
    expect(cssOf({ mode: 'step' })).toMatch(/52px.*max-width:560px.*130px/);
    expect(cssOf({ position: 'top' })).toContain('inset:0 0 auto');
    expect(cssOf({ position: 'bottom' })).not.toContain('min-block-size');
  });

  it('G6 a hostile label and a hostile channel stay text in every kind', () => {
    for (const kind of SNIPPET_KINDS) {
      const hostile = written(kind, { label: HOSTILE, channel: HOSTILE }, { title: HOSTILE });
      expect(hostile, kind).not.toContain('<script>alert');
      expect(hostile, kind).not.toContain('{{');
      // Nothing but the label's own text may differ: as many tags, quotes and comments as ever.
      const harmless = written(kind, { label: 'x', channel: 'x' }, { title: 'x' });
      for (const sign of ['<', '"', '{', '}', '-->']) {
        const count = (text: string) => text.split(sign).length;
        expect(count(hostile), `${kind} ${sign}`).toBe(count(harmless));
      }
    }
  });

  it.each([
    ['as usual', 'أخبار'],
    ['with a hostile label', HOSTILE],
  ])('G6 the components are code that compiles, %s', (_, label) => {
    const chosen: Partial<Choice> = { label, mode: 'step' };
    const ports = { title: label };
    expect(faultsOf(written('react', chosen, ports))).toEqual([]);
    const svelte = written('svelte', chosen, ports);
    expect(compile(svelte, { generate: 'client' }).warnings).toEqual([]);
    const tree = JSON.stringify(parse(svelte, { modern: true }).fragment);
    expect(tree).toContain(JSON.stringify(label));
    expect(tree).not.toContain('"ExpressionTag"');
    const vue = written('vue', chosen, ports);
    const [, script = ''] = /<script setup>\n(.*)<\/script>/s.exec(vue) ?? [];
    expect(faultsOf(script)).toEqual([]);
    expect(vue).toContain('isCustomElement');
    for (const kind of ['react', 'vue', 'svelte'] as const) {
      expect(written(kind, chosen, ports)).toContain('document.querySelector(`script[src=');
    }
  });
});

it('G6 arrows lead along the tabs in the direction of reading, and around', () => {
  expect(tabAfter('ArrowRight', 0, 8, 'ltr')).toBe(1);
  expect(tabAfter('ArrowLeft', 0, 8, 'rtl')).toBe(1);
  expect(tabAfter('ArrowRight', 0, 8, 'rtl')).toBe(7);
  expect(tabAfter('ArrowLeft', 7, 8, 'rtl')).toBe(0);
  expect(tabAfter('Home', 3, 8, 'rtl')).toBe(0);
  expect(tabAfter('End', 3, 8, 'rtl')).toBe(7);
  expect(tabAfter('Tab', 3, 8, 'rtl')).toBeUndefined();
});
