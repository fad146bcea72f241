/** What the builder of a ticker says, in each of its languages; the page around it has words of its own. */
import type { Language } from '../../shared/person.ts';
import type { Choice } from './choice.ts';
import type { SnippetKind } from './snippets.ts';

export interface BuilderMessages {
  readonly preview: string;
  readonly width: string;
  readonly widths: Readonly<Record<'full' | 'phone', string>>;
  readonly ground: string;
  readonly grounds: Readonly<Record<'light' | 'dark', string>>;
  readonly lessMotion: string;

  readonly content: string;
  readonly channel: string;
  readonly channelUnknown: string;
  readonly channelsUnread: string;
  readonly channelClosed: string;
  readonly max: string;
  readonly maxAll: string;
  readonly showSource: string;
  readonly showTime: string;

  readonly look: string;
  readonly theme: string;
  readonly themes: Readonly<Record<Choice['theme'], string>>;
  readonly showLabel: string;
  readonly label: string;
  readonly words: string;
  readonly wordsOfChannel: string;

  readonly motion: string;
  readonly mode: string;
  readonly modes: Readonly<Record<Choice['mode'], string>>;
  readonly speed: string;
  readonly speedUnit: string;
  readonly position: string;
  readonly positions: Readonly<Record<Choice['position'], string>>;

  readonly take: string;
  readonly kinds: Readonly<Record<SnippetKind, string>>;
  readonly hows: Readonly<Record<SnippetKind, string>>;
  readonly reserve: string;
  readonly reserveHow: string;
  readonly pinnedUnread: string;
  readonly copy: string;
  readonly copied: string;
}

export const BUILDER_MESSAGES: Readonly<Record<Language, BuilderMessages>> = {
  ar: {
    preview: 'معاينة حيّة',
    width: 'العرض',
    widths: { full: 'كامل', phone: 'هاتف' },
    ground: 'الأرضية',
    grounds: { light: 'فاتحة', dark: 'داكنة' },
    lessMotion: 'جهازك يطلب حركة أقل، فترى الأخبار خبرًا خبرًا.',

    content: 'الأخبار',
    channel: 'القناة',
    channelUnknown: 'لا توجد قناة بهذا الاسم',
    channelsUnread: 'تعذّرت قراءة القنوات، أعد تحميل الصفحة',
    channelClosed: 'لا تظهر هذه القناة إلا في:',
    max: 'أكثر عدد من الأخبار',
    maxAll: 'كلها',
    showSource: 'إظهار المصدر',
    showTime: 'إظهار الوقت',

    look: 'المظهر',
    theme: 'السمة',
    themes: {
      auto: 'فاتحة أو داكنة كالصفحة',
      breaking: 'حمراء',
      light: 'فاتحة',
      dark: 'داكنة',
      minimal: 'بلون الصفحة ونصّها',
    },
    showLabel: 'إظهار العنوان',
    label: 'العنوان',
    words: 'لغة الشريط',
    wordsOfChannel: 'لغة القناة',

    motion: 'الحركة والمكان',
    mode: 'العرض',
    modes: { scroll: 'شريط', step: 'خبر خبر', list: 'قائمة' },
    speed: 'السرعة',
    speedUnit: 'بكسل في الثانية',
    position: 'المكان',
    positions: { inline: 'حيث يوضع', top: 'أعلى', bottom: 'أسفل' },

    take: 'انسخه إلى موقعك',
    kinds: {
      script: 'سطر واحد',
      element: 'عنصر',
      pinned: 'نسخة ثابتة',
      frame: 'إطار',
      wordpress: 'ووردبريس',
      react: 'React',
      vue: 'Vue',
      svelte: 'Svelte',
    },
    hows: {
      script:
        'أقصر الطرق: الصقه حيث تريد الشريط. وإن أردت ألّا يتحرك ما تحته لحظة ظهوره فخذ «عنصر».',
      element:
        'يحجز السطر الأول مكان الشريط قبل وصوله، ويقود الرابط إلى صفحة الأخبار من لا يستطيع متصفحه عرضه.',
      pinned: 'لا يشغّل المتصفح إلا هذه النسخة بعينها. لا تصلها التحسينات حتى تنسخ السطر من جديد.',
      frame:
        'لمواقع تسمح بالإطارات ولا تسمح بالبرامج. يقف حيث تضعه، ويملأ الارتفاع الذي تعطيه إياه.',
      wordpress: 'الصقه في محرر المقال بعرض الشيفرة. يحتاج حسابًا يُسمح له بإضافة HTML بلا قيود.',
      react: 'مكوّن في ملف ‎AjilTicker.jsx‎، يحمّل البرنامج مرة واحدة مهما تكرر.',
      vue: 'مكوّن في ملف ‎AjilTicker.vue‎. لا تنس الإعداد المذكور في سطره الأول.',
      svelte: 'مكوّن في ملف ‎AjilTicker.svelte‎، يحمّل البرنامج مرة واحدة مهما تكرر.',
    },
    reserve: 'CSS',
    reserveHow: 'أضف هذا السطر إلى أنماط موقعك، فيُحجز مكان الشريط قبل وصوله.',
    pinnedUnread: 'تعذّرت قراءة النسخة الحالية، أعد تحميل الصفحة',
    copy: 'نسخ',
    copied: 'تم النسخ',
  },
  en: {
    preview: 'Preview',
    width: 'Width',
    widths: { full: 'Full', phone: 'Phone' },
    ground: 'Ground',
    grounds: { light: 'Light', dark: 'Dark' },
    lessMotion: 'Your device asks for less motion: you see one headline at a time.',

    content: 'News',
    channel: 'Channel',
    channelUnknown: 'There is no channel of this name',
    channelsUnread: 'The channels could not be read, reload the page',
    channelClosed: 'This channel shows only on:',
    max: 'Headlines at most',
    maxAll: 'All',
    showSource: 'Show the source',
    showTime: 'Show the time',

    look: 'Look',
    theme: 'Theme',
    themes: {
      auto: 'Light or dark, as the page is',
      breaking: 'Red',
      light: 'Light',
      dark: 'Dark',
      minimal: "The page's own ground and text",
    },
    showLabel: 'Show the label',
    label: 'Label',
    words: 'Language of the ticker',
    wordsOfChannel: "The channel's",

    motion: 'Motion and place',
    mode: 'Mode',
    modes: { scroll: 'Band', step: 'One by one', list: 'List' },
    speed: 'Speed',
    speedUnit: 'pixels per second',
    position: 'Place',
    positions: { inline: 'In the page', top: 'Top', bottom: 'Bottom' },

    take: 'Copy it to your site',
    kinds: {
      script: 'One line',
      element: 'Element',
      pinned: 'Pinned',
      frame: 'Frame',
      wordpress: 'WordPress',
      react: 'React',
      vue: 'Vue',
      svelte: 'Svelte',
    },
    hows: {
      script:
        'The shortest way: paste it where the ticker should stand. If nothing below may move when it appears, take “Element”.',
      element:
        'The first line keeps its place until it comes; the link takes readers whose browser cannot show it to the page of news.',
      pinned:
        'The browser runs this very release and no other. It gets no improvements until you copy the line again.',
      frame:
        'For sites that allow frames and no scripts. It stands where you put it and fills the height that you give it.',
      wordpress:
        'Paste it into the code editor of a post. It needs an account that may add unfiltered HTML.',
      react: 'A component for AjilTicker.jsx; it loads the script once, however often you use it.',
      vue: 'A component for AjilTicker.vue. Mind the setting named in its first line.',
      svelte:
        'A component for AjilTicker.svelte; it loads the script once, however often you use it.',
    },
    reserve: 'CSS',
    reserveHow: "Add this line to your site's styles: it keeps the ticker's place until it comes.",
    pinnedUnread: 'The current release could not be read, reload the page',
    copy: 'Copy',
    copied: 'Copied',
  },
};
