/**
 * What `<script async src="https://hub/embed/v1/ticker.js" data-channel="breaking">` runs: it makes
 * `<ajil-ticker>` known to the page and puts one where the script stands, with the script's `data-…`
 * as its attributes.
 */
import { TickerElement } from './element.ts';
import { messagesFor } from './messages.ts';
import { ATTRIBUTES } from './settings.ts';

const TAG = 'ajil-ticker';

// Only now, while the script runs, does the page know which of its scripts this is.
const script = document.currentScript;

/** Without these, `adoptStyles` and the element itself throw into the page. */
const isAble = 'customElements' in window && 'adoptedStyleSheets' in document;

function define(): void {
  if (script instanceof HTMLScriptElement && script.src) {
    TickerElement.home = new URL(script.src).origin;
  }
  // A page may carry the script twice; a second definition would throw into it.
  if (!customElements.get(TAG)) customElements.define(TAG, TickerElement);
}

function ticker(hub: string, { dataset }: HTMLScriptElement): HTMLElement {
  const element = document.createElement(TAG);
  element.setAttribute('hub', hub);
  for (const [attribute, name] of ATTRIBUTES) {
    const said = dataset[name];
    if (said !== undefined) element.setAttribute(attribute, said);
  }
  return element;
}

/** What a browser that cannot show a ticker gets: a link to the page that it can show. */
function link(hub: string, { dataset }: HTMLScriptElement): HTMLElement {
  const element = document.createElement('a');
  element.href = `${hub}/live/${dataset['channel'] || 'breaking'}`;
  element.textContent =
    dataset['label'] ?? messagesFor(dataset['lang'] ?? document.documentElement.lang)('breaking');
  return element;
}

if (isAble) define();
if (script instanceof HTMLScriptElement && script.src && script.parentElement !== document.head) {
  const hub = new URL(script.src).origin;
  if (script.dataset['channel'] !== undefined)
    script.after(isAble ? ticker(hub, script) : link(hub, script));
}
