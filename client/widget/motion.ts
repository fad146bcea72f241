/** The band's movement: one endless animation of a track that holds its headlines twice. */

export const PIXELS_PER_SECOND = 70;

export interface Motion {
  /** Call when the width of the headlines may have changed; what is on screen stays in place. */
  measure(): void;
  setPaused(paused: boolean): void;
  /** Brings an item to the start of the band, for those who walk through it by keyboard. */
  show(item: HTMLElement): void;
  stop(): void;
}

/** `track` holds two equal groups; when the first has left, the second stands where it began. */
export function move(track: HTMLElement, direction: 'rtl' | 'ltr'): Motion {
  // Arabic enters from the left and moves right, so that its first word is seen first.
  const sign = direction === 'rtl' ? 1 : -1;
  let animation: Animation | undefined;
  let width = 0;
  let paused = false;

  function measure(): void {
    const group = track.firstElementChild;
    const wanted = group?.getBoundingClientRect().width ?? 0;
    if (wanted === width) return;
    // The speed is constant, so the same time in the new animation is the same place.
    const time = Number(animation?.currentTime ?? 0);
    animation?.cancel();
    animation = undefined;
    width = wanted;
    if (width === 0) return;
    const duration = (width / PIXELS_PER_SECOND) * 1000;
    animation = track.animate(
      [{ transform: 'translateX(0)' }, { transform: `translateX(${sign * width}px)` }],
      { duration, iterations: Infinity },
    );
    animation.currentTime = time % duration;
    if (paused) animation.pause();
  }

  return {
    measure,
    setPaused(wanted) {
      paused = wanted;
      if (paused) animation?.pause();
      else animation?.play();
    },
    show(item) {
      if (!animation) return;
      const edge = direction === 'rtl' ? 'right' : 'left';
      const distance = item.getBoundingClientRect()[edge] - track.getBoundingClientRect()[edge];
      animation.currentTime = (Math.abs(distance) / PIXELS_PER_SECOND) * 1000;
    },
    stop: () => animation?.cancel(),
  };
}
