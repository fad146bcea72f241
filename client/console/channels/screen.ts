import RadioTower from '@lucide/svelte/icons/radio-tower';
import type { Screen } from '../screen.ts';
import ChannelsScreen from './ChannelsScreen.svelte';

export const CHANNELS_SCREEN: Screen = {
  path: 'channels',
  name: { ar: 'القنوات', en: 'Channels' },
  icon: RadioTower,
  mayOpen: (me) => me.isAdmin,
  view: ChannelsScreen,
};
