/** The words of the people of the newsroom: who has an account, who is invited. */
import type { Language } from '../../../shared/person.ts';
import { isolated } from '../isolated.ts';

export interface PeopleMessages {
  readonly title: string;
  readonly invite: string;
  readonly inviteHow: string;
  readonly email: string;
  readonly roles: string;
  readonly makeLink: string;
  readonly link: string;
  readonly linkHow: string;
  readonly until: (moment: string) => string;
  readonly open: string;
  readonly openHow: string;
  readonly noneOpen: string;
  readonly resets: (name: string) => string;
  readonly anybody: string;
  readonly by: (name: string, moment: string) => string;
  readonly revoke: string;
  readonly revokeOne: (whom: string) => string;
  readonly people: string;
  readonly signedIn: (moment: string) => string;
  readonly neverSignedIn: string;
  readonly disabled: string;
  readonly you: string;
  readonly totp: string;
  readonly noTotp: string;
  readonly manage: string;
  readonly manageOne: (name: string) => string;
  readonly saveRoles: string;
  readonly access: string;
  readonly disable: string;
  readonly disableHow: string;
  readonly enable: string;
  readonly enableHow: string;
  readonly reset: string;
  readonly resetHow: string;
  readonly endTotp: string;
  readonly endTotpHow: string;
  readonly find: string;
  readonly noneFound: string;
}

export const PEOPLE_MESSAGES: Readonly<Record<Language, PeopleMessages>> = {
  ar: {
    title: 'الأشخاص',
    invite: 'دعوة شخص',
    inviteHow: 'يصنع لك رابطًا ترسله بنفسك بالوسيلة التي تثق بها.',
    email: 'البريد الإلكتروني',
    roles: 'الدور في كل قناة',
    makeLink: 'صنع الرابط',
    link: 'الرابط',
    linkHow: 'لن يُعرض ثانيةً. انسخه وأرسله إلى صاحبه وحده: من يفتحه أولًا يدخل به، مرة واحدة.',
    until: (moment) => `يعمل حتى ${moment}`,
    open: 'دعوات مفتوحة',
    openHow: 'لم تُستعمل بعد. إن ضاع رابط فألغِ دعوته واصنع غيره.',
    noneOpen: 'لا دعوات مفتوحة.',
    resets: (name) => `كلمة مرور جديدة: ${isolated(name)}`,
    anybody: 'من معه الرابط',
    by: (name, moment) => `من ${isolated(name)}، ${moment}`,
    revoke: 'إلغاء الدعوة',
    revokeOne: (whom) => `إلغاء الدعوة: ${isolated(whom)}`,
    people: 'الحسابات',
    signedIn: (moment) => `آخر دخول ${moment}`,
    neverSignedIn: 'لم يدخل بعد',
    disabled: 'معطّل',
    you: 'أنت',
    totp: 'برمز التطبيق',
    noTotp: 'بلا رمز تطبيق',
    manage: 'إدارة',
    manageOne: (name) => `إدارة حساب ${name}`,
    saveRoles: 'حفظ الأدوار',
    access: 'الدخول',
    disable: 'تعطيل الحساب',
    disableHow: 'تنتهي جلساته في الحال، وتبطل الدعوات التي صنعها. ويبقى اسمه على ما فعل.',
    enable: 'تمكين الحساب',
    enableHow: 'يدخل من جديد بكلمة مروره وأدواره.',
    reset: 'رابط لكلمة مرور جديدة',
    resetHow: 'لمن نسي كلمته. ويبقى رمز التطبيق مطلوبًا.',
    endTotp: 'إيقاف رمز التطبيق',
    endTotpHow: 'لمن ضاع هاتفه. تحقّق أولًا أنه هو من يطلب.',
    find: 'بحث بالاسم أو البريد',
    noneFound: 'لا أحد بهذا الاسم أو البريد.',
  },
  en: {
    title: 'People',
    invite: 'Invite somebody',
    inviteHow: 'Makes a link, which you pass on yourself by a way that you trust.',
    email: 'E-mail',
    roles: 'Role in each channel',
    makeLink: 'Make the link',
    link: 'The link',
    linkHow:
      'It is not shown again. Copy it and send it to its owner alone: whoever opens it first gets in, once.',
    until: (moment) => `It works until ${moment}`,
    open: 'Open invitations',
    openHow: 'Not used yet. If a link is lost, revoke it and make another.',
    noneOpen: 'No open invitations.',
    resets: (name) => `New password: ${isolated(name)}`,
    anybody: 'Whoever has the link',
    by: (name, moment) => `By ${isolated(name)}, ${moment}`,
    revoke: 'Revoke',
    revokeOne: (whom) => `Revoke the invitation of ${isolated(whom)}`,
    people: 'Accounts',
    signedIn: (moment) => `Last sign-in ${moment}`,
    neverSignedIn: 'Has not signed in yet',
    disabled: 'Disabled',
    you: 'You',
    totp: 'With a code',
    noTotp: 'Without a code',
    manage: 'Manage',
    manageOne: (name) => `Manage the account of ${name}`,
    saveRoles: 'Save the roles',
    access: 'Access',
    disable: 'Disable the account',
    disableHow:
      'Its sessions end at once, and so do the invitations that it made. What it did keeps its name.',
    enable: 'Enable the account',
    enableHow: 'It signs in again with its password and its roles.',
    reset: 'Link for a new password',
    resetHow: 'For who forgot it. The code of the app is asked for as before.',
    endTotp: 'Switch the code off',
    endTotpHow: 'For who lost the phone. Make sure first that it is they who ask.',
    find: 'Find by name or e-mail',
    noneFound: 'Nobody has this name or e-mail.',
  },
};
