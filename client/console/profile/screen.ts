import CircleUser from '@lucide/svelte/icons/circle-user';
import type { Screen } from '../screen.ts';
import ProfileScreen from './ProfileScreen.svelte';

export const PROFILE_SCREEN: Screen = {
  path: 'profile',
  name: { ar: 'حسابي', en: 'My account' },
  icon: CircleUser,
  mayOpen: () => true,
  view: ProfileScreen,
};
