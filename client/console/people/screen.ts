import Users from '@lucide/svelte/icons/users';
import type { Screen } from '../screen.ts';
import PeopleScreen from './PeopleScreen.svelte';

export const PEOPLE_SCREEN: Screen = {
  path: 'people',
  name: { ar: 'الأشخاص', en: 'People' },
  icon: Users,
  mayOpen: (me) => me.mayAnywhere('chief'),
  view: PeopleScreen,
};
