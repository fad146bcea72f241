/** What stands on the console in each language, and what is written in it in the course of a day. */
import { AUDIT_MESSAGES } from '../../client/console/audit/messages.ts';
import { CHANNEL_MESSAGES } from '../../client/console/channel/messages.ts';
import { CHANNELS_MESSAGES } from '../../client/console/channels/messages.ts';
import { DOOR_MESSAGES } from '../../client/console/door/messages.ts';
import { OFFICE_MESSAGES } from '../../client/console/office/messages.ts';
import { PEOPLE_MESSAGES } from '../../client/console/people/messages.ts';
import { PROFILE_MESSAGES } from '../../client/console/profile/messages.ts';
import type { Language } from '../../shared/person.ts';

const NEWS = {
  ar: {
    title: 'أخبار اليوم',
    proposed: 'افتتاح جسر جديد في الميناء',
    breaking: 'زلزال بقوة 6 درجات قبالة الساحل',
    undone: 'استقالة رئيس الوزراء',
    first: 'مقتل ثلاثة في انهيار مبنى',
    mine: 'مقتل ثلاثة في انهيار مبنى قديم',
    theirs: 'مقتل خمسة في انهيار مبنى',
    both: 'مقتل خمسة في انهيار مبنى قديم',
    scheduled: 'مؤتمر صحفي لوزير المالية',
    after: 'استئناف الدراسة غدًا',
    reason: 'نفته الوزارة',
  },
  en: {
    title: 'News of the day',
    proposed: 'New bridge opens at the port',
    breaking: 'Earthquake of magnitude 6 off the coast',
    undone: 'Prime minister resigns',
    first: 'Three dead as building collapses',
    mine: 'Three dead as old building collapses',
    theirs: 'Five dead as building collapses',
    both: 'Five dead as old building collapses',
    scheduled: 'Finance minister to speak to the press',
    after: 'Schools open again tomorrow',
    reason: 'Denied by the ministry',
  },
} as const satisfies Record<Language, object>;

const PEOPLE = {
  ar: { admin: 'سامية', chief: 'هدى', editor: 'منى', deputy: 'زياد', reporter: 'ليلى' },
  en: { admin: 'Samia', chief: 'Huda', editor: 'Mona', deputy: 'Ziad', reporter: 'Layla' },
} as const satisfies Record<Language, object>;

export function wordsIn(language: Language) {
  return {
    audit: AUDIT_MESSAGES[language],
    channels: CHANNELS_MESSAGES[language],
    desk: CHANNEL_MESSAGES[language],
    door: DOOR_MESSAGES[language],
    names: PEOPLE[language],
    news: NEWS[language],
    office: OFFICE_MESSAGES[language],
    people: PEOPLE_MESSAGES[language],
    profile: PROFILE_MESSAGES[language],
    signOut: { ar: 'خروج', en: 'Sign out' }[language],
  };
}

export type Words = ReturnType<typeof wordsIn>;
