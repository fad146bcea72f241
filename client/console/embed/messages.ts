/** What the screen that makes tickers says; the builder in it has words of its own. */
import type { Language } from '../../../shared/person.ts';

export interface EmbedMessages {
  readonly title: string;
  readonly how: string;
  readonly policy: string;
  readonly policyHow: string;
  readonly policyStyle: string;
  readonly policyKind: string;
  readonly openPage: string;
}

export const EMBED_MESSAGES: Readonly<Record<Language, EmbedMessages>> = {
  ar: {
    title: 'شريط لموقع',
    how: 'اختر ما يناسب الموقع، وانظر إلى الشريط كما سيراه قرّاؤه، ثم أرسل السطور إلى من يدير الموقع.',
    policy: 'سياسة أمان المحتوى',
    policyHow: 'إن كان للموقع سياسة أمان محتوى (CSP) فليسمح بهذا، ولا حاجة إلى سواه.',
    policyStyle: 'السطر الذي فيه <style> يوضع في ملف الأنماط إن منعت السياسة الأنماط داخل الصفحة.',
    policyKind: 'Content-Security-Policy',
    openPage: 'صفحة القناة للقراء',
  },
  en: {
    title: 'A ticker for a site',
    how: 'Choose what suits the site, see the ticker as its readers will, then send the lines to whoever runs it.',
    policy: 'Content security policy',
    policyHow: 'Where the site has a content security policy (CSP), this is what it must allow.',
    policyStyle:
      'Where the policy forbids styles in the page, the line with <style> belongs into a style sheet.',
    policyKind: 'Content-Security-Policy',
    openPage: "The channel's page for readers",
  },
};
