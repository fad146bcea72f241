/** The words at the door: sign in, accept an invitation, a new password. */
import type { Language } from '../../../shared/person.ts';

export interface DoorMessages {
  readonly signIn: string;
  readonly email: string;
  readonly password: string;
  readonly code: string;
  readonly codeHow: string;
  readonly enter: string;
  readonly provider: string;
  readonly or: string;
  readonly forgot: string;
  readonly welcome: string;
  readonly welcomeHow: string;
  readonly name: string;
  readonly nameHow: string;
  readonly newPassword: string;
  readonly newPasswordHow: string;
  readonly emailHow: string;
  readonly accept: string;
  readonly isReset: string;
  readonly signInInstead: string;
  readonly accepted: string;
  readonly show: string;
}

export const DOOR_MESSAGES: Readonly<Record<Language, DoorMessages>> = {
  ar: {
    signIn: 'الدخول إلى غرفة التحرير',
    email: 'البريد الإلكتروني',
    password: 'كلمة المرور',
    code: 'رمز التطبيق',
    codeHow: 'ستة أرقام، إن كان حسابك يطلبها.',
    enter: 'دخول',
    provider: 'الدخول بحساب المؤسسة',
    or: 'أو',
    forgot: 'نسيت كلمة المرور؟ يرسل لك رئيس التحرير أو المشرف رابطًا لكلمة جديدة.',
    welcome: 'أهلًا بك في غرفة التحرير',
    welcomeHow: 'اختر كلمة مرور لحسابك. الرابط يعمل مرة واحدة.',
    name: 'الاسم',
    nameHow: 'كما يراه زملاؤك.',
    newPassword: 'كلمة مرور جديدة',
    newPasswordHow: '12 حرفًا على الأقل، غير البريد والاسم.',
    emailHow: 'إن لم تكن الدعوة باسم بريد بعينه.',
    accept: 'متابعة',
    isReset: 'عندي حساب، والرابط لكلمة مرور جديدة',
    signInInstead: 'إلى صفحة الدخول',
    accepted: 'تغيّرت كلمة المرور. ادخل بها وبرمز التطبيق.',
    show: 'إظهار كلمة المرور',
  },
  en: {
    signIn: 'Sign in to the newsroom',
    email: 'E-mail',
    password: 'Password',
    code: 'Code of the app',
    codeHow: 'Six digits, if your account asks for them.',
    enter: 'Sign in',
    provider: 'Sign in with the organisation',
    or: 'or',
    forgot: 'Forgot the password? A chief or an admin can send you a link for a new one.',
    welcome: 'Welcome to the newsroom',
    welcomeHow: 'Choose a password for your account. The link works once.',
    name: 'Name',
    nameHow: 'As your colleagues see it.',
    newPassword: 'New password',
    newPasswordHow: 'At least 12 characters, neither the e-mail nor the name.',
    emailHow: 'If the invitation names no e-mail.',
    accept: 'Go on',
    isReset: 'I have an account: the link is for a new password',
    signInInstead: 'To the sign-in',
    accepted: 'The password is changed. Sign in with it and with the code.',
    show: 'Show the password',
  },
};
