/** The keyboard in a list of tabs, as the ARIA practices have it. */

/** Where a key leads from one of `count` tabs; undefined where it leads nowhere. */
export function tabAfter(
  key: string,
  at: number,
  count: number,
  direction: 'rtl' | 'ltr',
): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const forward = direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const back = direction === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
  if (key === forward) return (at + 1) % count;
  if (key === back) return (at - 1 + count) % count;
  return undefined;
}
