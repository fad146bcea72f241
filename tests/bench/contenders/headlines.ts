/** Headlines of one size, and a packet around them as the hub sends it, for those who have no hub. */
import type { Entries } from '../../../shared/protocol.ts';

export const HEADLINE_BYTES = 400;

const WORDS =
  'مصادر دبلوماسية: اتفاق مبدئي على وقف إطلاق النار يدخل حيز التنفيذ فجر الغد بعد مفاوضات استمرت ثلاثة أيام، والأمم المتحدة ترحب وتدعو جميع الأطراف إلى ضبط النفس وفتح الممرات أمام قوافل الإغاثة والمساعدات الإنسانية العاجلة';

/** Exactly so many bytes of UTF-8, and each one different from the others. */
export function headlineOf(count: number): string {
  const number = String(count);
  const characters = Array.from(new Intl.Segmenter('ar').segment(WORDS), ({ segment }) => segment);
  const bytes = (): number => Buffer.byteLength(`${characters.join('')} ${number}`);
  while (bytes() > HEADLINE_BYTES) characters.pop();
  // A space at the end would not survive, and a letter more may be a byte too many.
  while (characters.at(-1) === ' ') characters.pop();
  return `${characters.join('')} ${number.padStart(number.length + HEADLINE_BYTES - bytes(), '0')}`;
}

const EPOCH = '00000000-0000-4000-8000-000000000000';

export function entriesOf(seq: number): Entries {
  const now = new Date().toISOString();
  const headline = {
    id: `m-${String(seq).padStart(14, '0')}`,
    language: 'ar',
    urgency: 5,
    pinned: false,
    headline: headlineOf(seq),
    version: 1,
    pubStatus: 'usable',
    firstCreated: now,
    versionCreated: now,
  } as const;
  return { channel: 'breaking', epoch: EPOCH, entries: [{ seq, headline }] };
}

/** The packet of Socket.IO, with the packet of Engine.IO around it. */
export function packetOf(entries: Entries): string {
  return `42${JSON.stringify(['entries', entries])}`;
}
