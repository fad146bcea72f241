/** A bucket of tokens: so many a second, and after a rest as many at once as it holds. */
export interface Bucket {
  /** Takes one, unless fewer than `reserve` would be left. */
  take(reserve?: number): boolean;
}

/** `elapsed`: a clock that only goes on, ms. `holds`: unset, what a second brings. */
export function createBucket(
  perSecond: number,
  elapsed: () => number,
  holds: number = perSecond,
): Bucket {
  if (perSecond === Infinity) return { take: () => true };
  let tokens = holds;
  let since = elapsed();

  return {
    take(reserve = 0) {
      const now = elapsed();
      tokens = Math.min(holds, tokens + ((now - since) * perSecond) / 1_000);
      since = now;
      if (tokens < 1 + reserve) return false;
      tokens -= 1;
      return true;
    },
  };
}
