import Newspaper from '@lucide/svelte/icons/newspaper';
import type { Screen } from '../screen.ts';
import ChannelScreen from './ChannelScreen.svelte';

export const CHANNEL_SCREEN: Screen = {
  path: 'channel',
  name: { ar: 'التحرير', en: 'Newsroom' },
  icon: Newspaper,
  mayOpen: (me) => me.channels.length > 0,
  view: ChannelScreen,
  keys: {
    ar: [
      ['N', 'إلى حقل الخبر'],
      ['Ctrl + Enter', 'إرسال'],
      ['Esc', 'التراجع ما دام العدّ جاريًا'],
      ['/', 'البحث في القائمة'],
      ['J / K', 'البند التالي / السابق'],
      ['C', 'تصحيح البند'],
      ['W', 'سحب البند'],
      ['H', 'إخفاء البند للتحقق، أو إعادته'],
      ['P', 'تثبيت البند أو فكّه'],
      ['Alt + ↑ / ↓', 'نقل البند المثبّت إلى أعلى / أسفل'],
      ['A', 'الموافقة على بند معلّق'],
    ],
    en: [
      ['N', 'To the headline field'],
      ['Ctrl + Enter', 'Send'],
      ['Esc', 'Undo while the countdown runs'],
      ['/', 'Search the list'],
      ['J / K', 'Next / previous item'],
      ['C', 'Correct the item'],
      ['W', 'Withdraw the item'],
      ['H', 'Hold the item for checking, or bring it back'],
      ['P', 'Pin or unpin the item'],
      ['Alt + ↑ / ↓', 'Move the pinned item up / down'],
      ['A', 'Approve a held item'],
    ],
  },
};
