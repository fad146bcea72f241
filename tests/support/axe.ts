/** What axe finds wrong with a page, or with a part of it, for those who do not see it. */
import axeCore from 'axe-core';
import type { Page } from 'puppeteer-core';

export interface Violation {
  readonly rule: string;
  /** A selector for each shadow root on the way, the innermost last. */
  readonly target: string;
  readonly message: string;
}

export interface AxeOptions {
  /** Also what no success criterion demands. */
  readonly bestPractice?: boolean;
}

interface Check {
  readonly message: string;
}
interface Finding {
  readonly id: string;
  readonly nodes: readonly {
    readonly target: readonly (string | readonly string[])[];
    readonly any: readonly Check[];
    readonly all: readonly Check[];
    readonly none: readonly Check[];
  }[];
}
/** As much of axe as is used inside the page. */
declare const axe: {
  run(
    selector: string,
    options: { readonly runOnly: readonly string[] },
  ): Promise<{ readonly violations: readonly Finding[]; readonly incomplete: readonly Finding[] }>;
};

const LIGATURE_TEST = 'function _isIconLigature(textVNode) {';

/**
 * Axe takes a font whose letters join for a font of icons, and leaves all text in it out of the
 * contrast rule without a word. Arabic is such text, so that test of axe's is answered with no.
 */
function sourceForArabic(): string {
  const { source } = axeCore;
  if (!source.includes(LIGATURE_TEST)) throw new Error('Axe now tests for ligatures otherwise');
  return source.replace(LIGATURE_TEST, `${LIGATURE_TEST} return false;`);
}

const SOURCE = sourceForArabic();
const WCAG_2_2_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * The element that `selector` names, with all in its open shadow root; it must be there. Text whose
 * contrast axe could not measure is in the list as well: nothing is to go unchecked in silence.
 */
export async function violationsOn(
  page: Page,
  selector = 'html',
  { bestPractice = false }: AxeOptions = {},
): Promise<Violation[]> {
  // By the debugger, which a page's content security policy does not bind.
  await page.evaluate(SOURCE);
  const tags = bestPractice ? [...WCAG_2_2_AA, 'best-practice'] : WCAG_2_2_AA;
  return page.evaluate(run, selector, tags);
}

/** Runs in the page. */
async function run(selector: string, tags: string[]): Promise<Violation[]> {
  const { violations, incomplete } = await axe.run(selector, { runOnly: tags });
  const list = (findings: readonly Finding[], prefix: string): Violation[] =>
    findings.flatMap(({ id, nodes }) =>
      nodes.map(({ target, any, all, none }) => ({
        rule: id,
        target: target.flat().join(' >>> '),
        message: prefix + [...any, ...all, ...none].map(({ message }) => message).join('; '),
      })),
    );
  const unmeasured = incomplete.filter(({ id }) => id === 'color-contrast');
  return [...list(violations, ''), ...list(unmeasured, 'Not measured: ')];
}
