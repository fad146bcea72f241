/** The words of the audit log: who did what. */
import type { AuditAct } from '../../../shared/audit.ts';
import type { Language } from '../../../shared/person.ts';
import { isolated } from '../isolated.ts';

export interface AuditMessages {
  readonly title: string;
  readonly how: string;
  readonly channel: string;
  readonly all: string;
  readonly csv: string;
  readonly jsonl: string;
  readonly none: string;
  readonly older: string;
  readonly newest: string;
  readonly from: (address: string) => string;
  readonly subject: string;
  readonly reason: (said: string) => string;
  readonly silent: string;
  readonly consents: (names: string) => string;
  readonly details: string;
  readonly gone: string;
  readonly fresh: string;
  readonly kinds: Readonly<Record<'person' | 'key' | 'hub', string>>;
  readonly acts: Readonly<Record<AuditAct, string>>;
}

export const AUDIT_MESSAGES: Readonly<Record<Language, AuditMessages>> = {
  ar: {
    title: 'سجل التدقيق',
    how: 'من فعل ماذا، ومتى، ومن أين. لا يُغيَّر ولا يُحذف منه شيء.',
    channel: 'القناة',
    all: 'الكل',
    csv: 'تنزيل CSV',
    jsonl: 'تنزيل JSON lines',
    none: 'لا شيء في السجل بعد.',
    older: 'الأقدم',
    newest: 'قراءة الجديد',
    from: (address) => `من ${isolated(address)}`,
    subject: 'المعرّف',
    reason: (said) => `السبب: ${isolated(said)}`,
    silent: 'خطأ كتابي',
    consents: (names) => `بموافقة ${isolated(names)}`,
    details: 'التفاصيل',
    gone: 'كان',
    fresh: 'صار',
    kinds: { person: 'شخص', key: 'مفتاح', hub: 'الخادم' },
    acts: {
      publish: 'نشر خبرًا',
      place: 'ثبّت أو رتّب خبرًا',
      correct: 'صحّح خبرًا',
      withdraw: 'سحب خبرًا',
      withhold: 'أخفى خبرًا للتحقق',
      restore: 'أعاد خبرًا',
      recall: 'سحب دفعةً واحدة',
      pause: 'أوقف القناة',
      resume: 'أعاد القناة',
      settings: 'غيّر إعدادات القناة',
      create_channel: 'أنشأ القناة',
      delete_channel: 'حذف القناة',
      hold: 'قدّم خبرًا',
      change: 'عدّل خبرًا معلّقًا',
      approve: 'وافق على خبر',
      overrule: 'تجاوز الموافقة',
      send_now: 'أرسل في الحال',
      undo: 'تراجع عن الإرسال',
      sign_in: 'دخل',
      sign_out: 'خرج',
      end_session: 'أنهى جلسة',
      invite: 'صنع دعوة',
      revoke_invitation: 'ألغى دعوة',
      accept_invitation: 'قبل دعوة',
      change_person: 'غيّر حسابًا',
      disable_person: 'عطّل حسابًا',
      change_password: 'غيّر كلمة المرور',
      totp_on: 'فعّل رمز التطبيق',
      totp_off: 'أوقف رمز التطبيق',
      issue_key: 'صنع مفتاحًا',
      rotate_key: 'أضاف سرًّا إلى مفتاح',
      retire_secret: 'أنهى سرّ مفتاح',
      revoke_key: 'ألغى مفتاحًا',
    },
  },
  en: {
    title: 'Audit log',
    how: 'Who did what, when, and from where. Nothing in it is ever changed or removed.',
    channel: 'Channel',
    all: 'Everything',
    csv: 'Download CSV',
    jsonl: 'Download JSON lines',
    none: 'Nothing in the log yet.',
    older: 'Older',
    newest: 'Read what is new',
    from: (address) => `From ${isolated(address)}`,
    subject: 'Id',
    reason: (said) => `Reason: ${isolated(said)}`,
    silent: 'Typing error',
    consents: (names) => `With the consent of ${isolated(names)}`,
    details: 'Details',
    gone: 'Was',
    fresh: 'Is',
    kinds: { person: 'Person', key: 'Key', hub: 'Hub' },
    acts: {
      publish: 'published a headline',
      place: 'pinned or moved a headline',
      correct: 'corrected a headline',
      withdraw: 'withdrew a headline',
      withhold: 'held a headline back for checking',
      restore: 'brought a headline back',
      recall: 'recalled what was published',
      pause: 'paused the channel',
      resume: 'let the channel go on',
      settings: 'changed the channel’s settings',
      create_channel: 'made the channel',
      delete_channel: 'deleted the channel',
      hold: 'sent a headline in',
      change: 'changed a held headline',
      approve: 'approved a headline',
      overrule: 'went without consent',
      send_now: 'sent at once',
      undo: 'took a sending back',
      sign_in: 'signed in',
      sign_out: 'signed out',
      end_session: 'ended a session',
      invite: 'made an invitation',
      revoke_invitation: 'revoked an invitation',
      accept_invitation: 'accepted an invitation',
      change_person: 'changed an account',
      disable_person: 'disabled an account',
      change_password: 'changed the password',
      totp_on: 'switched the code on',
      totp_off: 'switched the code off',
      issue_key: 'made a key',
      rotate_key: 'gave a key a second secret',
      retire_secret: 'retired a secret of a key',
      revoke_key: 'revoked a key',
    },
  },
};

/** An act of a newer hub than this page is called by its own name. */
export function actWords(act: string, { acts }: AuditMessages): string {
  return Object.entries(acts).find(([one]) => one === act)?.[1] ?? act;
}
