/** The words that the screens of the office share. */
import type { Language } from '../../../shared/person.ts';
import type { Role } from '../../../shared/role.ts';

export interface OfficeMessages {
  readonly close: string;
  readonly cancel: string;
  readonly save: string;
  readonly saved: string;
  readonly copy: string;
  readonly copied: string;
  readonly loading: string;
  readonly everyChannel: string;
  readonly noRole: string;
  readonly roles: Readonly<Record<Role, string>>;
  readonly test: string;
  readonly role: string;
  readonly languages: Readonly<Record<Language, string>>;
}

export const OFFICE_MESSAGES: Readonly<Record<Language, OfficeMessages>> = {
  ar: {
    close: 'إغلاق',
    cancel: 'إلغاء',
    save: 'حفظ',
    saved: 'حُفظ.',
    copy: 'نسخ',
    copied: 'نُسخ',
    loading: 'لحظة…',
    everyChannel: 'كل القنوات',
    noRole: 'بلا دور',
    roles: { reporter: 'مراسل', editor: 'محرر', chief: 'رئيس تحرير', admin: 'مشرف' },
    test: 'تجربة / TEST',
    role: 'الدور',
    languages: { ar: 'العربية', en: 'English' },
  },
  en: {
    close: 'Close',
    cancel: 'Cancel',
    save: 'Save',
    saved: 'Saved.',
    copy: 'Copy',
    copied: 'Copied',
    loading: 'One moment…',
    everyChannel: 'Every channel',
    noRole: 'No role',
    roles: { reporter: 'Reporter', editor: 'Editor', chief: 'Chief', admin: 'Admin' },
    test: 'تجربة / TEST',
    role: 'Role',
    languages: { ar: 'العربية', en: 'English' },
  },
};
