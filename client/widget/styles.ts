/** Constructed style sheets, because a strict CSP of the host page forbids `<style>` blocks. */
import themes from './themes.css?inline';
import ticker from './ticker.css?inline';

let sheet: CSSStyleSheet | undefined;

/** One sheet serves every ticker of the page. */
export function adoptStyles(root: ShadowRoot): void {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(ticker + themes);
  }
  root.adoptedStyleSheets = [sheet];
}
