/** Constructed style sheets, because a strict CSP of the host page forbids `<style>` blocks. */
import css from './ticker.css?inline';

let sheet: CSSStyleSheet | undefined;

/** One sheet serves every ticker of the page. */
export function adoptStyles(root: ShadowRoot): void {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  root.adoptedStyleSheets = [sheet];
}
