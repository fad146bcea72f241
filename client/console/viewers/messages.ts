/** What the panel of who watches says. */
import type { Language } from '../../../shared/person.ts';

export interface ViewersMessages {
  readonly title: string;
  readonly now: string;
  readonly day: string;
  readonly chart: string;
  readonly chartHow: string;
  readonly loading: string;
  readonly noChart: string;
  readonly peak: string;
  readonly gaps: string;
  readonly bySite: string;
  readonly site: string;
  readonly watching: string;
  readonly everybody: string;
  readonly noSite: string;
  readonly others: string;
  readonly byHour: string;
  readonly hour: string;
  readonly mean: string;
  readonly most: string;
  readonly moment: (time: string, viewers: string) => string;
  readonly chartOf: (site: string) => string;
  readonly lines: (site: string) => string;
  readonly close: string;
}

export const VIEWERS_MESSAGES: Readonly<Record<Language, ViewersMessages>> = {
  ar: {
    title: 'المشاهدون',
    now: 'الآن',
    day: 'آخر 24 ساعة',
    chart: 'المشاهدون في آخر 24 ساعة',
    chartHow: 'بالسهمين تنتقل بين الأوقات، وبمفتاحي Page Up وPage Down ساعةً ساعة.',
    loading: 'لحظة…',
    noChart: 'تعذّر عرض الرسم. أعد تحميل الصفحة، والأرقام في الجدول.',
    peak: 'الذروة',
    gaps: 'حيث ينقطع الخط لم يكن الخادم يعدّ.',
    bySite: 'بحسب الموقع',
    site: 'الموقع',
    watching: 'يشاهدون الآن',
    everybody: 'الجميع',
    noSite: 'تطبيقات وخوادم',
    others: 'مواقع أخرى',
    byHour: 'جدول بالساعات',
    hour: 'الساعة',
    mean: 'المتوسط',
    most: 'الأعلى',
    moment: (time, viewers) => `${time}: ${viewers}`,
    chartOf: (site) => `المشاهدون من ${site} في آخر 24 ساعة`,
    lines: (site) => `الخط المتصل: ${site}. الخط المنقّط: الجميع.`,
    close: 'إغلاق',
  },
  en: {
    title: 'Viewers',
    now: 'Now',
    day: 'The last 24 hours',
    chart: 'Viewers in the last 24 hours',
    chartHow: 'Arrow keys go from moment to moment, Page Up and Page Down by an hour.',
    loading: 'One moment…',
    noChart: 'The chart cannot be shown: reload the page. Its numbers are in the table.',
    peak: 'Peak',
    gaps: 'Where the line breaks off, no hub was counting.',
    bySite: 'By site',
    site: 'Site',
    watching: 'Watching now',
    everybody: 'Everybody',
    noSite: 'Apps and servers',
    others: 'Other sites',
    byHour: 'Table by the hour',
    hour: 'Hour',
    mean: 'Mean',
    most: 'Most',
    moment: (time, viewers) => `${time}: ${viewers}`,
    chartOf: (site) => `Viewers from ${site} in the last 24 hours`,
    lines: (site) => `Solid line: ${site}. Dotted line: everybody.`,
    close: 'Close',
  },
};

/** A site as its readers know it; '' is no page. */
export function siteName(words: ViewersMessages, site: string): string {
  return site === '' ? words.noSite : site.replace(/^https:\/\//, '');
}

/** What the chart and its table are of; `site`: undefined is everybody. */
export function chartName(words: ViewersMessages, site: string | undefined): string {
  return site === undefined ? words.chart : words.chartOf(siteName(words, site));
}
