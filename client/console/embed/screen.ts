import CodeXml from '@lucide/svelte/icons/code-xml';
import type { Screen } from '../screen.ts';
import EmbedScreen from './EmbedScreen.svelte';
import { EMBED_PATH } from './path.ts';

export const EMBED_SCREEN: Screen = {
  path: EMBED_PATH,
  name: { ar: 'التضمين', en: 'Embed' },
  icon: CodeXml,
  mayOpen: (me) => me.channels.length > 0,
  view: EmbedScreen,
};
