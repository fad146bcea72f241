/** What stands in the fields of a line, where it is a word of the hub's and not somebody's own. */
import type { Headline } from '../../../shared/headline.ts';
import type { Sending } from '../../../shared/held.ts';
import type { Language } from '../../../shared/person.ts';

export interface ValueMessages {
  readonly yes: string;
  readonly no: string;
  readonly states: Readonly<Record<Headline['pubStatus'], string>>;
  readonly sendings: Readonly<Record<Sending['what'], string>>;
  readonly anySite: string;
  readonly endless: string;
  readonly takenAway: string;
}

export const VALUE_MESSAGES: Readonly<Record<Language, ValueMessages>> = {
  ar: {
    yes: 'نعم',
    no: 'لا',
    states: { usable: 'منشور', withheld: 'قيد التحقق', canceled: 'مسحوب' },
    sendings: { publish: 'خبر جديد', correct: 'تصحيح' },
    anySite: 'كل المواقع',
    endless: 'بلا نهاية',
    takenAway: 'يُحذف',
  },
  en: {
    yes: 'Yes',
    no: 'No',
    states: { usable: 'Published', withheld: 'Being checked', canceled: 'Withdrawn' },
    sendings: { publish: 'A new headline', correct: 'A correction' },
    anySite: 'Any site',
    endless: 'Without an end',
    takenAway: 'Taken away',
  },
};
