/** The values of a line of the audit log in its reader's words: times, roles, urgencies, and what is on or off. */
import type { Role } from '../../../shared/role.ts';
import { EVERY_CHANNEL } from '../../../shared/role.ts';
import { fieldWords, type FieldNames } from '../field-messages.ts';
import { inSending } from '../form/fault.ts';
import { isRecord } from '../read.ts';
import type { ValueMessages } from './value-messages.ts';

/** What a reader's words are made of; each in the reader's language. */
export interface Speech {
  readonly words: ValueMessages;
  readonly names: FieldNames;
  readonly roles: Readonly<Record<Role, string>>;
  /** The highest first. */
  readonly urgencies: readonly string[];
  readonly everyChannel: string;
  readonly channelTitle: (name: string) => string;
  readonly languageName: (tag: string) => string;
  readonly number: (value: number) => string;
  readonly moment: (instant: string) => string;
}

/** As the hub writes times. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;
/** Somebody's own words, whatever they look like. */
const TEXTS = ['headline', 'summary', 'source', 'by', 'edNote', 'title', 'name', 'email', 'url'];

/** `roles.sport` is called after `roles` and the channel's title; `draft.url` after `url`. */
export function placeWords(field: string, speech: Speech): string {
  const [first = '', ...rest] = inSending(field).split('.');
  if (first !== 'roles' || rest.length === 0) return fieldWords(inSending(field), speech.names);
  return `${fieldWords(first, speech.names)} · ${channelWords(rest.join('.'), speech)}`;
}

export function valueWords(field: string, value: unknown, speech: Speech): string {
  const [name = ''] = inSending(field).split('.');
  if (value === null) return nothingWords(field, name, speech);
  if (Array.isArray(value)) {
    const said = value.map((one: unknown) => valueWords(field, one, speech));
    return said.join(' · ');
  }
  if (isRecord(value)) {
    const said = Object.entries(value).map(([part, one]) => valueWords(part, one, speech));
    return said.join(' ');
  }
  if (typeof value === 'boolean') return value ? speech.words.yes : speech.words.no;
  if (typeof value === 'number') return numberWords(name, value, speech);
  return typeof value === 'string' ? textWords(name, value, speech) : '';
}

/** Where nothing means something; elsewhere a correction that takes a field away. */
function nothingWords(field: string, name: string, { words, everyChannel }: Speech): string {
  if (name === 'channels') return everyChannel;
  if (name === 'allowedOrigins') return words.anySite;
  if (name === 'defaultTtl' || name === 'expires') return words.endless;
  return field === name ? '' : words.takenAway;
}

function numberWords(name: string, value: number, { urgencies, number }: Speech): string {
  const isUrgency = name === 'urgency' || name === 'highestUrgency';
  const urgency = isUrgency ? urgencies[value - 1] : undefined;
  return urgency === undefined ? number(value) : `${number(value)} · ${urgency}`;
}

function textWords(name: string, value: string, speech: Speech): string {
  const { words, roles, languageName, moment } = speech;
  const of = (said: Readonly<Record<string, string>>): string =>
    Object.hasOwn(said, value) ? (said[value] ?? value) : value;
  if (TEXTS.includes(name)) return value;
  if (INSTANT.test(value)) return moment(value);
  switch (name) {
    case 'pubStatus':
      return of(words.states);
    case 'what':
      return of(words.sendings);
    case 'role':
    case 'roles':
      return of(roles);
    case 'language':
      return languageName(value);
    case 'channels':
      return channelWords(value, speech);
    default:
      return value;
  }
}

function channelWords(name: string, { everyChannel, channelTitle }: Speech): string {
  return name === EVERY_CHANNEL ? everyChannel : channelTitle(name);
}
