/** What the screen that makes tickers says; the builder in it has words of its own. */
import type { Language } from '../../../shared/person.ts';

export interface EmbedMessages {
  readonly title: string;
  readonly how: string;
  readonly policy: string;
  readonly policyHow: string;
  readonly policyStyles: Readonly<Record<'element' | 'attribute', string>>;
  readonly policyKind: string;
  readonly openPage: string;
  readonly notLoaded: string;
}

export const EMBED_MESSAGES: Readonly<Record<Language, EmbedMessages>> = {
  ar: {
    title: 'شريط لموقع',
    how: 'اختر ما يناسب الموقع، وانظر إلى الشريط كما سيراه قرّاؤه، ثم أرسل السطور إلى من يدير الموقع.',
    policy: 'سياسة أمان المحتوى',
    policyHow: 'إن كان للموقع سياسة أمان محتوى (CSP) فليسمح بهذا، ولا حاجة إلى سواه.',
    policyStyles: {
      element: 'إن منعت السياسة الأنماط داخل الصفحة فانقل سطر <style> إلى ملف الأنماط.',
      attribute: 'إن منعت السياسة الأنماط داخل الصفحة فأزل حدّ الإطار من ملف الأنماط.',
    },
    policyKind: 'Content-Security-Policy',
    openPage: 'صفحة القناة للقراء',
    notLoaded: 'تعذّر فتح هذا القسم. أعد تحميل الصفحة.',
  },
  en: {
    title: 'A ticker for a site',
    how: 'Choose what suits the site, see the ticker as its readers will, then send the lines to whoever runs it.',
    policy: 'Content security policy',
    policyHow: 'Where the site has a content security policy (CSP), this is what it must allow.',
    policyStyles: {
      element:
        'Where it forbids styles in the page, the line with <style> belongs into a style sheet.',
      attribute:
        "Where it forbids styles in the page, take the frame's border away in a style sheet.",
    },
    policyKind: 'Content-Security-Policy',
    openPage: "The channel's page for readers",
    notLoaded: 'This screen could not be opened: reload the page.',
  },
};
