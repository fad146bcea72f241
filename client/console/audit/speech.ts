/** The reader's words for the values of the audit log, out of the catalogues of the rooms that they belong to. */
import { CHANNEL_MESSAGES } from '../channel/messages.ts';
import type { ConsoleModel } from '../console.svelte.ts';
import { FIELD_MESSAGES } from '../field-messages.ts';
import { OFFICE_MESSAGES } from '../office/messages.ts';
import { VALUE_MESSAGES } from './value-messages.ts';
import type { Speech } from './values.ts';

export function speechOf({ appearance, me }: ConsoleModel): Speech {
  const office = appearance.say(OFFICE_MESSAGES);
  const languages = new Intl.DisplayNames(appearance.language, { type: 'language' });
  return {
    words: appearance.say(VALUE_MESSAGES),
    names: appearance.say(FIELD_MESSAGES),
    roles: office.roles,
    urgencies: appearance.say(CHANNEL_MESSAGES).urgencies,
    everyChannel: office.everyChannel,
    channelTitle: (name) => me.channel(name)?.title ?? name,
    languageName: (tag) => languages.of(tag) ?? tag,
    number: (value) => appearance.number(value),
    moment: (instant) => appearance.moment(instant),
  };
}
