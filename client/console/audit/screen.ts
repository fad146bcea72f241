import ScrollText from '@lucide/svelte/icons/scroll-text';
import type { Screen } from '../screen.ts';
import AuditScreen from './AuditScreen.svelte';

export const AUDIT_SCREEN: Screen = {
  path: 'audit',
  name: { ar: 'التدقيق', en: 'Audit' },
  icon: ScrollText,
  mayOpen: (me) => me.mayAnywhere('chief'),
  view: AuditScreen,
};
