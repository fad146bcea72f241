/**
 * What `<script async src="https://hub/embed/v1/ticker.js" data-channel="breaking">` runs: it makes
 * `<ajil-ticker>` known to the page and puts one where the script stands.
 */
import { TickerElement } from './element.ts';

const TAG = 'ajil-ticker';

// Only now, while the script runs, does the page know which of its scripts this is.
const script = document.currentScript;

function define(): void {
  // A page may carry the script twice; a second definition would throw into it.
  if (!customElements.get(TAG)) customElements.define(TAG, TickerElement);
}

function place(after: HTMLScriptElement, channel: string): void {
  const ticker = document.createElement(TAG);
  ticker.setAttribute('hub', new URL(after.src).origin);
  ticker.setAttribute('channel', channel);
  after.after(ticker);
}

define();
if (script instanceof HTMLScriptElement && script.src && script.parentElement !== document.head) {
  const { channel } = script.dataset;
  if (channel !== undefined) place(script, channel);
}
