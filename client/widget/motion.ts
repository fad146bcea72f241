/** The band's movement: one endless animation of a track that holds its headlines twice. */

export const PIXELS_PER_SECOND = 70;

export interface Motion {
  /** Call when the headlines or their widths may have changed; what is on screen stays in place. */
  measure(): void;
  setPaused(paused: boolean): void;
  /** Pauses with an item at the start of the band, for those who walk through it by keyboard. */
  show(item: Element): void;
  stop(): void;
}

/** Where items stand, in pixels from the start of their group, and how wide the group is. */
interface Layout {
  readonly width: number;
  readonly starts: ReadonlyMap<Element, number>;
}

/** `track` holds two equal groups; when the first has left, the second stands where it began. */
export function move(track: HTMLElement, direction: 'rtl' | 'ltr'): Motion {
  // Arabic enters from the left and moves right, so that its first word is seen first.
  const sign = direction === 'rtl' ? 1 : -1;
  let animation: Animation | undefined;
  let layout: Layout = { width: 0, starts: new Map() };
  let paused = false;

  function startOf(item: Element): number {
    const edge = direction === 'rtl' ? 'right' : 'left';
    return sign * (track.getBoundingClientRect()[edge] - item.getBoundingClientRect()[edge]);
  }

  function read(): Layout {
    const group = track.firstElementChild;
    const starts = new Map([...(group?.children ?? [])].map((item) => [item, startOf(item)]));
    return { width: group?.getBoundingClientRect().width ?? 0, starts };
  }

  /** How far the track has moved, in pixels. */
  function travelled(): number {
    return (Number(animation?.currentTime ?? 0) * PIXELS_PER_SECOND) / 1000;
  }

  /** The distance at which the item that a reader has before the eyes stands where it stood. */
  function kept(next: Layout): number {
    const distance = layout.width > 0 ? travelled() % layout.width : 0;
    const end = track.parentElement?.clientWidth ?? 0;
    let found: number | undefined;
    for (const turn of [0, 1]) {
      for (const [item, start] of layout.starts) {
        const now = next.starts.get(item);
        if (now === undefined) continue;
        const place = start + turn * layout.width - distance;
        // One that fills the whole band is better than the next, which is not on screen yet.
        if (found !== undefined && place > end) return found;
        found = now + turn * next.width - place;
        if (place >= 0) return found;
      }
    }
    return found ?? distance;
  }

  function measure(): void {
    const next = read();
    const distance = kept(next);
    const isSame = next.width === layout.width;
    layout = next;
    if (isSame && animation) {
      travelTo(distance);
      return;
    }
    animation?.cancel();
    animation = undefined;
    if (layout.width === 0) return;
    animation = track.animate(
      [{ transform: 'none' }, { transform: `translateX(${sign * layout.width}px)` }],
      { duration: (layout.width / PIXELS_PER_SECOND) * 1000, iterations: Infinity },
    );
    if (paused) animation.pause();
    travelTo(distance);
  }

  function travelTo(distance: number): void {
    if (!animation) return;
    const place = ((distance % layout.width) + layout.width) % layout.width;
    const time = (place / PIXELS_PER_SECOND) * 1000;
    // A new animation waits some frames before it starts, unless it is said when it started.
    if (paused) animation.currentTime = time;
    else animation.startTime = Number(document.timeline.currentTime) - time;
  }

  function setPaused(wanted: boolean): void {
    paused = wanted;
    if (paused) animation?.pause();
    else animation?.play();
  }

  return {
    measure,
    setPaused,
    show(item) {
      setPaused(true);
      travelTo(startOf(item));
    },
    stop: () => animation?.cancel(),
  };
}
