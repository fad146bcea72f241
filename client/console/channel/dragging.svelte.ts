/**
 * Dragging by mouse and finger, by svelte-dnd-action. Of it we take the pointer alone: it is armed while a grip is held,
 * and its keyboard mode and its English texts are off, for this list has keys, buttons and words of its own. It is a
 * file of its own, which only a desk with something to move loads; without it keys and buttons still work.
 */
import type { Options } from 'svelte-dnd-action';
import type { ActionReturn } from 'svelte/action';
import { prefersReducedMotion } from 'svelte/motion';
import { isRecord } from '../read.ts';
import type { Row } from './wire.ts';

/** A row as the library wants it. */
export interface Item {
  readonly id: string;
  readonly row: Row;
}

export interface DraggingPorts {
  readonly rows: () => readonly Row[];
  readonly isOff: () => boolean;
  /** `keys`: as the rows stood when it was dropped; `key`: that which was dragged. */
  readonly drop: (keys: readonly string[], key: string) => void;
}

/** ms; rows give way in it, and the dropped one goes to its place. */
const GIVE_WAY = 150;

export class Dragging {
  readonly #ports: DraggingPorts;
  /** While something is dragged: with the place that is kept free for it. */
  #dragged = $state.raw<readonly Item[]>();
  #isArmed = $state(false);

  constructor(ports: DraggingPorts) {
    this.#ports = ports;
  }

  readonly items = $derived.by(
    () => this.#dragged ?? this.#ports.rows().map((row): Item => ({ id: row.key, row })),
  );
  readonly duration = $derived(prefersReducedMotion.current ? 0 : GIVE_WAY);

  get #options(): Options<Item> {
    return {
      items: [...this.items],
      dragDisabled: !this.#isArmed || this.#ports.isOff(),
      flipDurationMs: this.duration,
      ...{ autoAriaDisabled: true, zoneTabIndex: -1, zoneItemTabIndex: -1 },
      ...{ dropTargetStyle: {}, dropTargetClasses: ['receives'] },
      // Rows are tall: what counts is where the hand is.
      useCursorForDetection: true,
      transformDraggedElement: (element) => element?.classList.add('dragged'),
    };
  }

  /** For `{@attach}` on the list whose children are the items. */
  readonly zone = (list: HTMLElement): (() => void) => {
    let zone: ActionReturn<Options<Item>> | undefined;
    const ending = new AbortController();
    const { signal } = ending;
    list.addEventListener('pointerdown', this.#arm, { signal });
    for (const end of ['pointerup', 'pointercancel']) {
      window.addEventListener(end, this.#disarm, { signal });
    }
    list.addEventListener('consider', this.#consider, { signal });
    list.addEventListener('finalize', this.#finalize, { signal });
    import('svelte-dnd-action').then(
      ({ dndzone }) => {
        if (!signal.aborted) zone = dndzone(list, this.#options);
      },
      () => undefined,
    );
    $effect(() => {
      const options = this.#options;
      zone?.update?.(options);
    });
    return () => {
      ending.abort();
      zone?.destroy?.();
    };
  };

  // Before the library hears of the same press as `mousedown` or `touchstart`.
  readonly #arm = ({ target, button }: PointerEvent): void => {
    const isGrip = target instanceof Element && target.closest('.grip') !== null;
    this.#isArmed = isGrip && button === 0;
  };
  readonly #disarm = (): void => {
    if (!this.#dragged) this.#isArmed = false;
  };

  readonly #consider = (event: Event): void => {
    this.#dragged = readDragged(event)?.items;
  };
  readonly #finalize = (event: Event): void => {
    const read = readDragged(event);
    [this.#dragged, this.#isArmed] = [undefined, false];
    if (!read) return;
    const keys = read.items.map(({ id }) => id);
    if (keys.includes(read.id)) this.#ports.drop(keys, read.id);
  };
}

function readDragged(event: Event): { items: Item[]; id: string } | undefined {
  const detail: unknown = event instanceof CustomEvent ? event.detail : undefined;
  if (!isRecord(detail) || !isRecord(detail['info'])) return undefined;
  const { items, info } = detail;
  const { id } = info;
  if (!Array.isArray(items) || !items.every(isItem) || typeof id !== 'string') return undefined;
  return { items, id };
}

function isItem(value: unknown): value is Item {
  return isRecord(value) && typeof value['id'] === 'string' && isRecord(value['row']);
}
