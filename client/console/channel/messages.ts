/** The words of the newsroom screen, in each of its languages. */
import type { Language } from '../../../shared/person.ts';
import { AR } from './messages-ar.ts';
import { EN } from './messages-en.ts';
import type { ChannelMessages } from './words.ts';

export const CHANNEL_MESSAGES: Readonly<Record<Language, ChannelMessages>> = { ar: AR, en: EN };
