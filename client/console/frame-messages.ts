/** The words of the frame: navigation, state of the link, help. */
import type { Language } from '../../shared/person.ts';
import type { Look } from './appearance.svelte.ts';

export interface FrameMessages {
  readonly name: string;
  readonly title: string;
  readonly other: string;
  readonly screens: string;
  readonly channels: string;
  readonly signOut: string;
  readonly unsentTitle: string;
  readonly unsentHow: string;
  readonly unsentBlank: string;
  readonly signOutAnyway: string;
  readonly stay: string;
  readonly looks: Readonly<Record<Look, string>>;
  readonly offline: string;
  readonly connecting: string;
  readonly help: string;
  readonly helpHow: string;
  readonly close: string;
  readonly skip: string;
  readonly nothingToDo: string;
  readonly unknownScreen: string;
  readonly test: string;
  readonly loading: string;
  readonly again: string;
  readonly toDesk: string;
}

export const FRAME_MESSAGES: Readonly<Record<Language, FrameMessages>> = {
  ar: {
    name: 'عاجل',
    title: 'عاجل: غرفة التحرير',
    other: 'English',
    screens: 'الأقسام',
    channels: 'القنوات',
    signOut: 'خروج',
    unsentTitle: 'لديك كلمات لم تُرسل',
    unsentHow: 'تبقى على هذا الجهاز ما دمت داخلًا، وتُحذف منه إذا خرجت.',
    unsentBlank: 'مسودة بلا عنوان',
    signOutAnyway: 'خروج وحذفها',
    stay: 'البقاء',
    looks: { system: 'المظهر: كالنظام', light: 'المظهر: فاتح', dark: 'المظهر: داكن' },
    offline:
      'انقطع الاتصال. ما تراه قد لا يكون آخر ما نُشر، وما ترسله لا يُعدّ مرسلًا حتى يجيب الخادم.',
    connecting: 'جارٍ الاتصال…',
    help: 'مفاتيح الاختصار',
    helpHow: 'تعمل حين لا يكون المؤشر في حقل كتابة. المفتاح ؟ يفتح هذه الورقة.',
    close: 'إغلاق',
    skip: 'إلى المحتوى',
    nothingToDo: 'لا صلاحية لحسابك في أي قناة بعد. اطلبها من رئيس التحرير أو المشرف.',
    unknownScreen: 'لا صفحة بهذا العنوان.',
    test: 'تجربة / TEST',
    loading: 'لحظة…',
    again: 'إعادة المحاولة',
    toDesk: 'إلى التحرير',
  },
  en: {
    name: 'Ajil',
    title: 'Ajil: the newsroom',
    other: 'العربية',
    screens: 'Screens',
    channels: 'Channels',
    signOut: 'Sign out',
    unsentTitle: 'You have words that were not sent',
    unsentHow:
      'They stay on this device while you are signed in, and are deleted when you sign out.',
    unsentBlank: 'A draft without a headline',
    signOutAnyway: 'Sign out and delete them',
    stay: 'Stay',
    looks: { system: 'Look: as the system', light: 'Look: light', dark: 'Look: dark' },
    offline:
      'The connection is lost. What you see may not be the latest, and nothing that you send counts as sent until the hub has answered.',
    connecting: 'Connecting…',
    help: 'Keyboard shortcuts',
    helpHow: 'They work while no field has the cursor. The key ? opens this sheet.',
    close: 'Close',
    skip: 'To the content',
    nothingToDo: 'Your account has no role in any channel yet. Ask a chief or an admin for one.',
    unknownScreen: 'There is no page at this address.',
    test: 'تجربة / TEST',
    loading: 'One moment…',
    again: 'Try again',
    toDesk: 'To the newsroom',
  },
};
