/** The console's screens, in the order of its navigation. A screen is added here by one line. */
import type { ScreenList } from './screen.ts';
import { CHANNEL_SCREEN } from './channel/screen.ts';

export const SCREENS: ScreenList = [CHANNEL_SCREEN];
