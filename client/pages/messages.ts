/** Every word of the front page, in each of its languages. */
import type { PageLanguage } from './page-language.svelte.ts';

export interface PageMessages {
  readonly name: string;
  readonly title: string;
  readonly other: string;
  readonly promise: string;
  readonly explanation: string;
  readonly embed: string;
  readonly embedHow: string;
  readonly embedKind: string;
  readonly builder: string;
  readonly live: string;
  readonly publish: string;
  readonly publishHow: string;
  readonly publishKind: string;
  readonly copy: string;
  readonly copied: string;
  readonly build: string;
  readonly buildHow: string;
  readonly docs: string;
  readonly docsHow: string;
  readonly openapi: string;
  readonly openapiHow: string;
  readonly board: string;
  readonly boardHow: string;
}

export const PAGE_MESSAGES: Readonly<Record<PageLanguage, PageMessages>> = {
  ar: {
    name: 'عاجل',
    title: 'عاجل: شريط الأخبار العاجلة لأي موقع',
    other: 'English',
    promise: 'يُكتب الخبر مرة، ويظهر في كل صفحة مفتوحة في لمح البصر',
    explanation:
      'عاجل خادم مفتوح المصدر للأخبار العاجلة: تنشر غرفة الأخبار، فيصل الخبر بترتيبه إلى الشريط الحيّ في كل موقع، ومن انقطع اتصاله عاد فوجد ما فاته.',
    embed: 'ضع الشريط في موقعك',
    embedHow:
      'الصق هذا السطر حيث تريد أن يظهر الشريط. لا\u00a0مكتبات، ولا\u00a0ملفات تعريف ارتباط.',
    embedKind: 'سطر HTML',
    builder: 'اصنع شريطك',
    live: 'الأخبار في صفحة',
    publish: 'انشر خبرًا',
    publishHow:
      'نفّذ هذا الأمر، وضع في المتغيّر AJIL_ADMIN_KEY المفتاحَ الذي طبعه الخادم عند أول تشغيل.',
    publishKind: 'سطر الأوامر',
    copy: 'نسخ',
    copied: 'تم النسخ',
    build: 'للمطورين',
    buildHow: 'واجهة HTTP للنشر والتصحيح والسحب، وبثّ حيّ عبر Socket.IO لأي لغة برمجة.',
    docs: 'دليل الواجهة البرمجية',
    docsHow: 'كل طلب بأمثلته، وتجربته من المتصفح',
    openapi: 'وثيقة OpenAPI',
    openapiHow: 'لتوليد مكتبة بلغتك أو فحص طلباتك',
    board: 'الأخبار الحالية بصيغة JSON',
    boardHow: 'ما يعرضه الشريط الآن، لمن يقرأ بلا اتصال دائم',
  },
  en: {
    name: 'Ajil',
    title: 'Ajil: the breaking-news ticker for any site',
    other: 'العربية',
    promise: 'Write a headline once. Every open page shows it in a blink.',
    explanation:
      'Ajil is an open-source hub for breaking news: the newsroom publishes, and the headline reaches the live ticker of every site, in order. Readers who lose their connection come back to what they missed.',
    embed: 'Put the ticker on your site',
    embedHow: 'Paste this line where the ticker should stand. No libraries, no cookies.',
    embedKind: 'HTML',
    builder: 'Build your ticker',
    live: 'The news as a page',
    publish: 'Publish a headline',
    publishHow:
      'Run this command, with AJIL_ADMIN_KEY set to the key that the hub printed when it first started.',
    publishKind: 'Command line',
    copy: 'Copy',
    copied: 'Copied',
    build: 'For developers',
    buildHow:
      'Publish, correct and withdraw over HTTP; follow live over Socket.IO from any language.',
    docs: 'API reference',
    docsHow: 'Every request with examples, to try from the browser',
    openapi: 'OpenAPI document',
    openapiHow: 'To generate a client in your language or check your requests',
    board: 'Current headlines as JSON',
    boardHow: 'What the ticker shows now, for readers without a lasting connection',
  },
};
