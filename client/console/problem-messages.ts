/** Every problem of the hub in the reader's words: what happened, and what to do about it. */
import type { Language } from '../../shared/person.ts';
import { PROBLEMS } from '../../shared/problem.ts';
import type { Refusal } from './hub.ts';

type Code = Refusal['code'];

const AR: Readonly<Record<Code, string>> = {
  malformed_request: 'وصل الطلب إلى الخادم مشوّهًا.',
  malformed_json: 'وصل الطلب إلى الخادم مشوّهًا.',
  malformed_header: 'وصل الطلب إلى الخادم مشوّهًا.',
  bad_position: 'موضع غير صالح في السجل.',
  key_missing: 'انتهت الجلسة: سجّل الدخول.',
  key_malformed: 'في المفتاح خطأ كتابي.',
  key_unknown: 'المفتاح غير معروف.',
  key_revoked: 'أُلغي المفتاح.',
  key_expired: 'انتهت مدة المفتاح.',
  session_unknown: 'انتهت الجلسة: سجّل الدخول.',
  sign_in_failed: 'البريد أو كلمة المرور أو الرمز غير صحيح.',
  forbidden: 'لا صلاحية لك في هذا.',
  cross_site: 'رُفض الطلب لأنه جاء من موقع آخر.',
  password_wrong: 'كلمة المرور غير صحيحة.',
  session_needed: 'هذا لمن سجّل الدخول وحده.',
  provider_refused: 'لم يُقبل الدخول عبر مزوّد الهوية.',
  origin_forbidden: 'لا يُسمح لهذا الموقع بعرض القناة.',
  channel_unknown: 'لا قناة بهذا الاسم.',
  headline_unknown: 'لا خبر بهذا المعرّف.',
  board_paused: 'القناة متوقفة ولا تعرض شيئًا الآن.',
  held_unknown: 'لم يعد هذا معلّقًا: نُشر أو سُحب.',
  key_not_found: 'لا مفتاح كهذا.',
  person_unknown: 'لا حساب كهذا.',
  session_not_found: 'لا جلسة كهذه.',
  invitation_unknown: 'الدعوة غير صالحة: استُعملت أو أُلغيت أو انتهت مدتها. اطلب دعوة جديدة.',
  not_found: 'لا شيء هنا.',
  id_taken: 'يوجد خبر بهذا المعرّف.',
  channel_taken: 'توجد قناة بهذا الاسم.',
  last_admin_key: 'هذا آخر مفاتيح الإشراف.',
  last_secret: 'هذا السرّ الوحيد للمفتاح.',
  two_secrets: 'للمفتاح سرّان بالفعل.',
  email_taken: 'يوجد حساب بهذا البريد.',
  totp_on: 'الرمز مفعّل من قبل.',
  totp_not_begun: 'لم يبدأ تفعيل الرمز.',
  changed_meanwhile: 'تغيّر في هذه الأثناء. أعد المحاولة.',
  too_late: 'فات الأوان: خرج الخبر. صحّحه أو اسحبه من القائمة.',
  taken_back: 'سُحب هذا الإرسال من قبل.',
  approval_needed: 'يلزم أن يوافق شخص آخر.',
  paused: 'القناة متوقفة ولا تقبل جديدًا.',
  withheld: 'الخبر مخفيّ للتحقق.',
  withdrawn: 'الخبر مسحوب.',
  idempotency_conflict: 'استُعمل معرّف هذا الإرسال لشيء آخر.',
  request_timeout: 'لم يكتمل الطلب في وقته.',
  position_gone: 'لم يعد السجل يصل إلى ذلك الموضع.',
  version_stale: 'غيّره غيرك منذ قرأته.',
  body_too_large: 'الطلب أكبر مما يُسمح به.',
  media_type: 'نوع المحتوى غير مدعوم.',
  invalid: 'في الحقول ما لا يصلح.',
  too_many_held: 'في القناة من المعلّقات أقصى ما تحمله.',
  too_many_channels: 'قنوات أكثر مما يُسمح به معًا.',
  version_missing: 'لا بد من تسمية النسخة.',
  too_many_requests: 'محاولات كثيرة في وقت قصير. انتظر قليلًا.',
  headers_too_large: 'ترويسات الطلب أكبر مما يُسمح به.',
  internal: 'خطأ في الخادم. أبلغ المشغّل.',
  draining: 'هذه العقدة تُغلق. تُعاد المحاولة على غيرها.',
  hub_full: 'الخادم ممتلئ.',
  too_many_connects: 'كثيرون يتصلون دفعة واحدة.',
  wire_unavailable: 'مخزن الأخبار لا يجيب. أعد المحاولة بعد لحظة.',
  storage_full: 'امتلأ التخزين. أبلغ المشغّل.',
  unreachable: 'لم يُجب الخادم.',
  unreadable: 'أجاب الخادم بما لا يُفهم. حدّث الصفحة.',
};

const EN: Readonly<Partial<Record<Code, string>>> = {
  key_missing: 'The session has ended: sign in.',
  session_unknown: 'The session has ended: sign in.',
  sign_in_failed: 'The e-mail, the password or the code is wrong.',
  forbidden: 'You may not do this.',
  held_unknown: 'It is not held any more: it went out, or was taken back.',
  invitation_unknown:
    'The invitation does not work: it was used, revoked or is over. Ask for a new one.',
  too_late: 'Too late: it is out. Correct or withdraw it in the list.',
  invalid: 'Something in the fields will not do.',
  version_stale: 'Somebody has changed it since you read it.',
  internal: 'The hub failed. Tell its operator.',
  wire_unavailable: 'The log does not answer. Try again in a moment.',
  unreachable: 'The hub did not answer.',
  unreadable: 'The hub answered what this page cannot read. Reload it.',
};

export function problemWords(code: Code, language: Language): string {
  if (language === 'ar') return AR[code];
  const own = EN[code];
  if (own !== undefined) return own;
  return code === 'unreachable' || code === 'unreadable' ? code : `${PROBLEMS[code].title}.`;
}
