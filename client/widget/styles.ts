/** Constructed style sheets, because a strict CSP of the host page forbids `<style>` blocks. */
import css from './ticker.css?inline';

let sheet: CSSStyleSheet | undefined;

/** One sheet serves every ticker of the page. */
export function adoptStyles(host: HTMLElement): void {
  if (!host.shadowRoot) return;
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  host.shadowRoot.adoptedStyleSheets = [sheet];
}
