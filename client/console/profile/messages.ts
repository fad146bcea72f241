/** The words of one's own account: name, password, second factor, sessions. */
import type { Language } from '../../../shared/person.ts';
import { isolated } from '../isolated.ts';

export interface ProfileMessages {
  readonly title: string;
  readonly about: string;
  readonly name: string;
  readonly nameHow: string;
  readonly email: string;
  readonly language: string;
  readonly roles: string;
  readonly noRoles: string;
  readonly password: string;
  readonly passwordHow: string;
  readonly current: string;
  readonly next: string;
  readonly nextHow: string;
  readonly show: string;
  readonly change: string;
  readonly changed: string;
  readonly totp: string;
  readonly totpHow: string;
  readonly isOn: string;
  readonly isOff: string;
  readonly turnOn: string;
  readonly turnOff: string;
  readonly begin: string;
  readonly confirmByPassword: string;
  readonly scan: string;
  readonly qr: string;
  readonly secret: string;
  readonly code: string;
  readonly codeHow: string;
  readonly confirm: string;
  readonly offHow: string;
  readonly sessions: string;
  readonly sessionsHow: string;
  readonly here: string;
  readonly seen: (moment: string) => string;
  readonly began: (moment: string, from: string) => string;
  readonly end: string;
  readonly endOne: (device: string) => string;
  readonly endOthers: string;
  readonly ended: string;
}

export const PROFILE_MESSAGES: Readonly<Record<Language, ProfileMessages>> = {
  ar: {
    title: 'حسابي',
    about: 'عنّي',
    name: 'الاسم',
    nameHow: 'كما يراه زملاؤك وسجل التدقيق.',
    email: 'البريد الإلكتروني',
    language: 'لغة الواجهة',
    roles: 'أدواري',
    noRoles: 'لا دور لك بعد.',
    password: 'كلمة المرور',
    passwordHow: 'تغييرها يُنهي جلساتك على الأجهزة الأخرى.',
    current: 'الحالية',
    next: 'الجديدة',
    nextHow: '12 حرفًا على الأقل، غير البريد والاسم.',
    show: 'إظهار ما أكتب',
    change: 'تغيير كلمة المرور',
    changed: 'تغيّرت كلمة المرور، وانتهت الجلسات الأخرى.',
    totp: 'رمز التطبيق',
    totpHow:
      'عند الدخول تُطلب مع كلمة المرور ستة أرقام من تطبيق على هاتفك، فلا تكفي كلمة المرور وحدها.',
    isOn: 'مفعّل',
    isOff: 'غير مفعّل',
    turnOn: 'تفعيل',
    turnOff: 'إيقاف',
    begin: 'متابعة',
    confirmByPassword: 'أكّد بكلمة المرور',
    scan: 'صوّر هذا المربع بتطبيق الرموز، أو اكتب فيه المفتاح الذي تحته.',
    qr: 'رمز QR يحمل المفتاح المكتوب تحته',
    secret: 'المفتاح',
    code: 'الرمز الظاهر الآن',
    codeHow: 'ستة أرقام.',
    confirm: 'تأكيد وتفعيل',
    offHow: 'بعدها تكفي كلمة المرور وحدها للدخول.',
    sessions: 'جلساتي',
    sessionsHow: 'الأجهزة التي دخلت منها. أنهِ ما لا تعرفه، ثم غيّر كلمة المرور.',
    here: 'هذا الجهاز',
    seen: (moment) => `آخر استعمال ${moment}`,
    began: (moment, from) => `دخول ${moment} من ${isolated(from)}`,
    end: 'إنهاء',
    endOne: (device) => `إنهاء جلسة ${device}`,
    endOthers: 'إنهاء كل الجلسات الأخرى',
    ended: 'انتهت.',
  },
  en: {
    title: 'My account',
    about: 'About me',
    name: 'Name',
    nameHow: 'As colleagues and the audit log see it.',
    email: 'E-mail',
    language: 'Language of the console',
    roles: 'My roles',
    noRoles: 'You have no role yet.',
    password: 'Password',
    passwordHow: 'Changing it ends your sessions on other devices.',
    current: 'Present one',
    next: 'New one',
    nextHow: 'At least 12 characters, neither the e-mail nor the name.',
    show: 'Show what I type',
    change: 'Change the password',
    changed: 'The password is changed, and the other sessions have ended.',
    totp: 'Code of an app',
    totpHow:
      'Signing in then asks for six digits of an app on your phone too, so that the password alone opens nothing.',
    isOn: 'On',
    isOff: 'Off',
    turnOn: 'Switch on',
    turnOff: 'Switch off',
    begin: 'Go on',
    confirmByPassword: 'Confirm with your password',
    scan: 'Scan this square with the app for codes, or type the secret below it.',
    qr: 'A QR code with the secret that stands below it',
    secret: 'Secret',
    code: 'The code that it shows now',
    codeHow: 'Six digits.',
    confirm: 'Confirm and switch on',
    offHow: 'After this the password alone is enough to sign in.',
    sessions: 'My sessions',
    sessionsHow: 'Where you are signed in. End what you do not know, then change the password.',
    here: 'This device',
    seen: (moment) => `Last used ${moment}`,
    began: (moment, from) => `Signed in ${moment} from ${isolated(from)}`,
    end: 'End',
    endOne: (device) => `End the session of ${device}`,
    endOthers: 'End all other sessions',
    ended: 'Ended.',
  },
};
