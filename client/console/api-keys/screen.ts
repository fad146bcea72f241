import KeyRound from '@lucide/svelte/icons/key-round';
import type { Screen } from '../screen.ts';
import KeysScreen from './KeysScreen.svelte';

export const KEYS_SCREEN: Screen = {
  path: 'keys',
  name: { ar: 'المفاتيح', en: 'Keys' },
  icon: KeyRound,
  mayOpen: (me) => me.isAdmin,
  view: KeysScreen,
};
