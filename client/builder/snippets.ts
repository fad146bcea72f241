/** The lines that a site owner copies: what was chosen, in each way of putting it on a page. */
import { attributesOf, type Attribute, type Choice } from './choice.ts';

export const SNIPPET_KINDS = [
  'script',
  'element',
  'pinned',
  'frame',
  'wordpress',
  'react',
  'vue',
  'svelte',
] as const;
export type SnippetKind = (typeof SNIPPET_KINDS)[number];

/** The one release of the script that a page can pin: `/embed/v1/ticker.json`. */
export interface PinnedScript {
  /** Relative to the hub. */
  readonly url: string;
  readonly integrity: string;
}

export interface SnippetPorts {
  /** The hub's origin. */
  readonly hub: string;
  /** The words of the link for browsers that cannot show the ticker, and of a frame. */
  readonly title: string;
  /** Undefined while it is not known. */
  readonly pinned: PinnedScript | undefined;
}

/** Undefined: it cannot be written, because the release to pin is not known. */
export function snippetOf(
  kind: SnippetKind,
  choice: Choice,
  ports: SnippetPorts,
): string | undefined {
  const floating = `${ports.hub}/embed/v1/ticker.js`;
  switch (kind) {
    case 'script':
      return scriptTag([['src', floating]], choice);
    case 'element':
      return withScript(choice, ports, floating);
    case 'pinned':
      return ports.pinned && pinnedTag(choice, ports.hub, ports.pinned);
    case 'frame':
      return frameTag(choice, ports);
    case 'wordpress':
      return `<!-- wp:html -->\n${withScript(choice, ports, floating)}\n<!-- /wp:html -->`;
    case 'react':
      return react(choice, ports, floating);
    case 'vue':
      return vue(choice, ports, floating);
    case 'svelte':
      return svelte(choice, ports, floating);
  }
}

/** The ticker's heights, as in its own style sheet. */
const BAND = 52;
const NARROW_STEP = 130;
const LIST = 260;

/** Keeps the ticker's place until its script has come, so that nothing below it moves. */
export function reservingCss({ mode, position }: Choice): string {
  const waiting = 'ajil-ticker:not(:defined)';
  // Fixed to an edge it takes no room.
  if (position === 'top') return `${waiting}{position:fixed;inset:0 0 auto}`;
  if (position === 'bottom') return `${waiting}{position:fixed;inset:auto 0 0}`;
  const line = `${waiting}{display:block;min-block-size:${mode === 'list' ? LIST : BAND}px}`;
  if (mode !== 'step') return line;
  return `${line}@media(max-width:560px){${waiting}{min-block-size:${NARROW_STEP}px}}`;
}

/** Braces too: Vue and Svelte run what stands between them. */
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '{': '&#123;',
  '}': '&#125;',
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"{}]/g, (sign) => ENTITIES[sign] ?? sign);
}

function written(attributes: readonly Attribute[]): string {
  return attributes.map(([name, value]) => ` ${name}="${escape(value)}"`).join('');
}

/** The ticker stands where its script stands. */
function scriptTag(script: readonly Attribute[], choice: Choice): string {
  const data: Attribute[] = [['channel', choice.channel], ...attributesOf(choice)];
  const named = data.map(([name, value]) => [`data-${name}`, value] as const);
  return `<script async${written([...script, ...named])}></script>`;
}

function pinnedTag(choice: Choice, hub: string, { url, integrity }: PinnedScript): string {
  const src = new URL(url, hub).href;
  return scriptTag(
    [
      ['src', src],
      ['integrity', integrity],
      ['crossorigin', 'anonymous'],
    ],
    choice,
  );
}

function frameTag(choice: Choice, { hub, title }: SnippetPorts): string {
  // A frame stands where its tag stands.
  const said = attributesOf({ ...choice, position: 'inline' });
  const query = new URLSearchParams([['channel', choice.channel], ...said.map(pair)]);
  const height = { scroll: BAND, step: NARROW_STEP, list: LIST }[choice.mode];
  const attributes = written([
    ['src', `${hub}/embed/frame?${query.toString()}`],
    ['title', title],
    ['loading', 'lazy'],
    ['width', '100%'],
    ['height', String(height)],
    ['style', 'border:0'],
  ]);
  return `<iframe${attributes}></iframe>`;
}

function pair([name, value]: Attribute): [string, string] {
  return [name, value];
}

function elementLines(choice: Choice, { hub, title }: SnippetPorts): string[] {
  const attributes = written([['channel', choice.channel], ...attributesOf(choice)]);
  const live = `${hub}/live/${encodeURIComponent(choice.channel)}`;
  return [
    `<ajil-ticker${attributes}>`,
    `  <a href="${escape(live)}">${escape(title)}</a>`,
    '</ajil-ticker>',
  ];
}

function withScript(choice: Choice, ports: SnippetPorts, src: string): string {
  return [
    `<style>${reservingCss(choice)}</style>`,
    ...elementLines(choice, ports),
    `<script async src="${escape(src)}"></script>`,
  ].join('\n');
}

/** What a component does once it is on the page, however many of it there are. */
function loading(src: string, indent: string): string {
  const lines = [
    'if (document.querySelector(`script[src="${SCRIPT}"]`)) return;',
    "const script = document.createElement('script');",
    'script.src = SCRIPT;',
    'document.head.append(script);',
  ];
  return lines.map((line) => indent + line).join('\n');
}

function react(choice: Choice, ports: SnippetPorts, src: string): string {
  return `import { useEffect } from 'react';

const SCRIPT = '${src}';

export function AjilTicker() {
  useEffect(() => {
${loading(src, '    ')}
  }, []);

  return (
${indented(elementLines(choice, ports), '    ')}
  );
}`;
}

function vue(choice: Choice, ports: SnippetPorts, src: string): string {
  return `<!-- In vite.config.js: vue({ template: { compilerOptions: {
       isCustomElement: (tag) => tag === 'ajil-ticker' } } }) -->
<script setup>
import { onMounted } from 'vue';

const SCRIPT = '${src}';

onMounted(() => {
${loading(src, '  ')}
});
</script>

<template>
${indented(elementLines(choice, ports), '  ')}
</template>`;
}

function svelte(choice: Choice, ports: SnippetPorts, src: string): string {
  return `<script>
  import { onMount } from 'svelte';

  const SCRIPT = '${src}';

  onMount(() => {
${loading(src, '    ')}
  });
</script>

${elementLines(choice, ports).join('\n')}`;
}

function indented(lines: readonly string[], indent: string): string {
  return lines.map((line) => indent + line).join('\n');
}
