/**
 * A page that the hub writes itself. Its shell (head, address of its style sheet) was built from
 * client/pages; here it gets its language, its title and its body.
 */
import { readFileSync } from 'node:fs';
import { html } from 'hono/html';

/** What `html` of Hono makes: everything that was put into it is escaped. */
export type Markup = ReturnType<typeof html>;

export interface PageParts {
  /** BCP 47. */
  readonly lang: string;
  readonly dir: 'rtl' | 'ltr';
  readonly title: string;
  readonly body: Markup;
}

/** A page as it is sent. */
export type Shell = (parts: PageParts) => Promise<string>;

export function openShell(clientFolder: string, page: string): Shell {
  // Read when a reader first asks for it: a hub that nobody asks needs none.
  let text: string | undefined;
  return async ({ lang, dir, title, body }) => {
    const parts: Readonly<Record<string, string>> = {
      lang: String(await html`${lang}`),
      dir,
      title: String(await html`${title}`),
      body: String(await body),
    };
    text ??= readFileSync(`${clientFolder}/pages/${page}.html`, 'utf8');
    return text.replaceAll(/\{\{(\w+)\}\}/g, (slot, name: string) => parts[name] ?? slot);
  };
}
