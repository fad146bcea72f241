/** Whether somebody is at this desk: a page that is left open asks the hub by itself, for hours. */

export interface Attention {
  /** Somebody has touched the page lately. */
  readonly isThere: boolean;
}

/** ms after a touch for which what the page asks is somebody's doing. */
const WHILE = 60_000;
/** What a person does and no page: a moved mouse may be a bumped table, and still nobody has left. */
const TOUCHES = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/** Who opens the page is there. */
export function watchAttention(page: EventTarget, now: () => number): Attention {
  let touched = now();
  const touch = (): void => {
    touched = now();
  };
  for (const event of TOUCHES)
    page.addEventListener(event, touch, { capture: true, passive: true });
  return {
    get isThere() {
      return now() - touched < WHILE;
    },
  };
}
