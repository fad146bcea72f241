/** What is wrong with a field, in the reader's language. The hub says it in English, as the end of a sentence. */
import type { Language } from '../../../shared/person.ts';
import type { FieldFault } from '../../../shared/problem.ts';
import type { Refusal } from '../hub.ts';
import { isolated } from '../isolated.ts';
import { FAULTS_AR } from './fault-messages.ts';

export function faultWords(detail: string, language: Language): string {
  if (language === 'en') return `${detail.charAt(0).toUpperCase()}${detail.slice(1)}.`;
  for (const [form, say] of FAULTS_AR) {
    const found = form.exec(detail);
    if (found) return say(found);
  }
  // Of a newer hub than this page.
  return `قيمة لا تصلح هنا: ${isolated(detail)}.`;
}

/** A sending carries the fields of a headline deeper: `draft.url` is its `url`. */
export function inSending(field: string): string {
  return field.replace(/^(?:draft|correct\.correction|correction|correct)\./, '');
}

/** It is wrong with `field`, or with a part of it such as `roles.sport`. */
export function isOf(fault: FieldFault, field: string): boolean {
  const own = inSending(fault.field);
  return own === field || own.startsWith(`${field}.`);
}

/** The first that is wrong with `field`, in lists of which the first counts most. */
export function firstFaultAt(
  lists: readonly (readonly FieldFault[] | undefined)[],
  field: string,
  language: Language,
): string | undefined {
  const found = lists.flatMap((list) => list ?? []).find((one) => isOf(one, field));
  return found && faultWords(found.detail, language);
}

/** undefined: nothing is wrong there. */
export function faultAt(
  refusal: Refusal | undefined,
  field: string,
  language: Language,
): string | undefined {
  return firstFaultAt([refusal?.errors], field, language);
}
