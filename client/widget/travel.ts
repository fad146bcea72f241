/** The movement of a track: one animation without an end, which the compositor runs by itself. */

export interface Travel {
  /** px that it has moved since its origin. */
  readonly distance: number;
  readonly running: boolean;
  /** px/s. Setting it changes nothing of where the track stands. */
  speed: number;
  run(running: boolean): void;
  /** Where it stands is the new origin. */
  rebase(): void;
  /** ms until it will have come so far. */
  until(distance: number): number;
  cancel(): void;
}

/** More than anybody sees of it: the origin is moved long before. */
const SPAN = 1_000_000;

export function travel(track: HTMLElement, sign: 1 | -1): Travel {
  let speed = 1;
  let running = false;
  let animation = animate(0);

  function animate(from: number): Animation {
    const started = track.animate(
      [{ transform: 'none' }, { transform: `translateX(${sign * SPAN}px)` }],
      { duration: (SPAN / speed) * 1000, fill: 'forwards' },
    );
    const time = (from / speed) * 1000;
    if (running) {
      // A new animation waits some frames before it starts, unless it is said when it started.
      started.startTime = Number(document.timeline.currentTime) - time;
    } else {
      started.pause();
      started.currentTime = time;
    }
    return started;
  }

  function distance(): number {
    return (Number(animation.currentTime) * speed) / 1000;
  }

  function restart(from: number): void {
    animation.cancel();
    animation = animate(from);
  }

  return {
    get distance() {
      return distance();
    },
    get running() {
      return running;
    },
    get speed() {
      return speed;
    },
    set speed(next) {
      const from = distance();
      speed = next;
      restart(from);
    },
    run(next) {
      if (next === running) return;
      running = next;
      if (running) animation.play();
      else animation.pause();
    },
    rebase: () => restart(0),
    until: (far) => ((far - distance()) / speed) * 1000,
    cancel: () => animation.cancel(),
  };
}
