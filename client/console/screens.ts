/** The console's screens, in the order of its navigation. A screen is added here by one line. */
import type { ScreenList } from './screen.ts';
import { CHANNEL_SCREEN } from './channel/screen.ts';
import { KEYS_SCREEN } from './api-keys/screen.ts';
import { AUDIT_SCREEN } from './audit/screen.ts';
import { CHANNELS_SCREEN } from './channels/screen.ts';
import { EMBED_SCREEN } from './embed/screen.ts';
import { PEOPLE_SCREEN } from './people/screen.ts';
import { PROFILE_SCREEN } from './profile/screen.ts';

export const SCREENS: ScreenList = [
  CHANNEL_SCREEN,
  EMBED_SCREEN,
  PEOPLE_SCREEN,
  KEYS_SCREEN,
  CHANNELS_SCREEN,
  AUDIT_SCREEN,
  PROFILE_SCREEN,
];
