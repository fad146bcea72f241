/**
 * Puts the belt on the page: one endless animation of a track that the compositor moves by itself, and
 * a transform for each headline on it. Widths are told by the browser after its own layout
 * (ResizeObserver) and never asked for, so a frame costs this page nothing.
 */
import { createBelt, repeatsFor, type Cell } from './belt.ts';
import { travel } from './travel.ts';

export interface Turn {
  readonly id: string;
  readonly urgent: boolean;
}

export interface MotionOptions {
  /** What stands before the band. */
  readonly label: Element | null;
  readonly direction: 'rtl' | 'ltr';
  /** The keys of the copies that few headlines need to fill the band; each is to become an element. */
  readonly onCopies: (keys: readonly string[]) => void;
}

export interface Motion {
  /** Call when elements or their order changed. */
  show(turns: readonly Turn[]): void;
  setSpeed(pixelsPerSecond: number): void;
  setRunning(running: boolean): void;
  /** Brings one to the beginning of the band; unless `always`, only where not all of it is in sight. */
  bring(id: string, always?: boolean): void;
  /** The id of the one that a reader has before the eyes. */
  current(): string | undefined;
  stop(): void;
}

/** Keys of copies are `{id}/{n}`; an id has no slash. */
export function idOf(key: string): string {
  return key.split('/', 1)[0] ?? key;
}

/** Beyond it the belt begins at 0 again: the compositor's numbers lose their fractions in the end. */
const FAR = 16_000;
/** ms; a timer that comes too early must not become a busy loop. */
const SOON = 50;

/** `track` holds elements with `data-key`: headlines by id, and copies. */
export function move(track: HTMLElement, { direction, label, onCopies }: MotionOptions): Motion {
  // Arabic enters from the left and moves right, so that its first word is seen first.
  const sign = direction === 'rtl' ? 1 : -1;
  const belt = createBelt();
  const travelled = travel(track, sign);
  const elements = new Map<string, HTMLElement>();
  const widths = new Map<string, number>();
  const drawn = new WeakMap<HTMLElement, string>();
  let turns: readonly Turn[] = [];
  let copies = '';
  let window = 0;
  let labelWidth = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function cells(): Cell[] {
    const ring = turns.filter(({ id }) => widths.has(id));
    const repeats = repeatsFor(
      ring.map(({ id }) => widths.get(id) ?? 0),
      window,
    );
    return Array.from({ length: repeats }, (_, round) =>
      ring.map(({ id, urgent }): Cell => {
        const width = widths.get(id) ?? 0;
        if (round > 0) return { key: `${id}/${round}`, width, kind: 'copy' };
        return { key: id, width, kind: urgent ? 'urgent' : 'usual' };
      }),
    ).flat();
  }

  function lay(): void {
    if (window === 0) return;
    if (travelled.distance > FAR) rebase();
    const wanted = cells();
    const keys = new Set(wanted.map(({ key }) => key));
    const present = wanted.filter(({ key }) => elements.has(key));
    for (const key of elements.keys()) {
      if (keys.has(key)) continue;
      present.push({ key, width: widths.get(idOf(key)) ?? 0, kind: 'leaving' });
    }
    belt.lay(present, window, travelled.distance);
    draw();
    for (const { key } of belt.places) keys.add(key);
    ask([...keys].filter((key) => key !== idOf(key)));
    plan();
  }

  function rebase(): void {
    belt.rebase(travelled.distance);
    travelled.rebase();
  }

  function draw(): void {
    const places = new Map(belt.places.map((place) => [place.key, place]));
    for (const [key, element] of elements) {
      const place = places.get(key);
      const transform = place
        ? `translateX(${-sign * place.at}px) scaleX(${place.squeeze})`
        : 'none';
      if (drawn.get(element) === transform) continue;
      drawn.set(element, transform);
      element.style.transform = transform;
      // What waits for its turn is not to be seen, yet stays readable for assistive technology.
      element.classList.toggle('waiting', !place);
    }
  }

  function ask(keys: readonly string[]): void {
    const all = keys.join(' ');
    if (all === copies) return;
    copies = all;
    onCopies(keys);
  }

  function plan(): void {
    clearTimeout(timer);
    if (!travelled.running || belt.due === Infinity) return;
    timer = setTimeout(lay, Math.max(travelled.until(belt.due), SOON));
  }

  const resized = new ResizeObserver((entries) => {
    for (const { target, borderBoxSize } of entries) {
      const width = borderBoxSize[0]?.inlineSize ?? 0;
      if (target === track) window = width;
      else if (target === label) followLabel(width);
      else if (target instanceof HTMLElement) widths.set(target.dataset['key'] ?? '', width);
    }
    lay();
  });
  resized.observe(track);
  if (label) resized.observe(label);

  /** The band begins where the label ends: when that moves, headlines do not. */
  function followLabel(width: number): void {
    if (labelWidth > 0) belt.rebase(width - labelWidth);
    labelWidth = width;
  }

  function collect(): void {
    const found = [...track.querySelectorAll<HTMLElement>('[data-key]')];
    const current = new Map(found.map((element) => [element.dataset['key'] ?? '', element]));
    for (const [key, element] of elements) {
      if (current.get(key) === element) continue;
      elements.delete(key);
      resized.unobserve(element);
      if (!current.has(key)) widths.delete(key);
    }
    for (const [key, element] of current) {
      if (elements.has(key)) continue;
      elements.set(key, element);
      // Copies are as wide as what they repeat.
      if (key === idOf(key)) resized.observe(element);
    }
  }

  return {
    show(next) {
      turns = next;
      collect();
      lay();
    },
    setSpeed(pixelsPerSecond) {
      travelled.speed = pixelsPerSecond;
      plan();
    },
    setRunning(running) {
      travelled.run(running);
      plan();
    },
    bring(id, always = false) {
      // A pause alone takes effect some frames later: what is brought would be carried past the edge.
      if (!travelled.running) rebase();
      const start = travelled.distance;
      const place = belt.places.find(({ key }) => key === id);
      const isWhole = place && place.at >= start && place.at + place.width <= start + window;
      if (always || !isWhole) belt.begin(id);
      lay();
    },
    current() {
      const place = belt.places.find(({ at, width }) => at + width / 2 > travelled.distance);
      return place && idOf(place.key);
    },
    stop() {
      clearTimeout(timer);
      resized.disconnect();
      travelled.cancel();
    },
  };
}
