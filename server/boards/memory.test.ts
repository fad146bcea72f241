import { describe, expect, it } from 'vitest';
import { aHeadline } from '../../tests/support/headlines.ts';
import { aChannel } from '../../tests/support/node.ts';
import type { Entry } from '../../shared/protocol.ts';
import { createMemory } from './memory.ts';

describe('the memory of a paused channel', () => {
  const now = () => Date.UTC(2026, 10, 24, 12);
  const head = { epoch: 'e', seq: 2 };
  const entry = (seq: number): Entry => ({ seq, headline: aHeadline({ id: `item-${seq}` }) });

  function open() {
    const told: string[] = [];
    const memory = createMemory(aChannel(), now, {
      entries: (_, entries) => told.push(`entries ${entries.map(({ seq }) => seq).join()}`),
      renewed: () => told.push('renewed'),
    });
    memory.reset(head, [entry(1), entry(2)]);
    memory.settle(aChannel({ paused: true }));
    told.length = 0;
    return { memory, told };
  }
  const shown = (memory: ReturnType<typeof open>['memory']) =>
    memory.board().headlines.map(({ id }) => id);

  it('N9 shows nothing, was missed by nobody, and names no item', () => {
    const { memory } = open();
    expect(shown(memory)).toEqual([]);
    expect(memory.board().encoded.json).not.toContain('item-');
    expect(memory.missed({ epoch: 'e', seq: 0 })).toBeUndefined();
    expect(memory.missed(head)).toBeUndefined();
    expect(() => memory.find('item-1')).toThrow(expect.objectContaining({ code: 'board_paused' }));
    memory.stop();
  });

  it('N9 goes on with the log and tells nobody of its entries, and is whole after it', () => {
    const { memory, told } = open();
    memory.entries('e', [entry(3)]);
    memory.reset({ epoch: 'f', seq: 3 }, [entry(1), entry(2), entry(3)]);
    memory.entries('f', [entry(4)]);
    expect(told).toEqual(['renewed', 'renewed', 'renewed']);
    expect(memory.position).toEqual({ epoch: 'f', seq: 4 });
    expect(shown(memory)).toEqual([]);
    memory.settle(aChannel());
    expect(shown(memory).toSorted()).toEqual(['item-1', 'item-2', 'item-3', 'item-4']);
    expect(memory.missed({ epoch: 'f', seq: 3 })).toHaveLength(1);
    expect(told).toHaveLength(4);
    memory.stop();
  });
});

describe('what was missed', () => {
  const TEMPLATE = aHeadline();
  const usable = (seq: number, id: string, version: number, headline: string): Entry => ({
    seq,
    headline: aHeadline({ id, version, headline }),
  });
  const blank = (seq: number, id: string, version: number, pubStatus: 'canceled' | 'withheld') => {
    const { language, firstCreated } = TEMPLATE;
    const headline = {
      id,
      version,
      language,
      firstCreated,
      versionCreated: firstCreated,
      pubStatus,
    };
    return { seq, headline };
  };

  function open(retention = 100) {
    const memory = createMemory(aChannel({ retention }), Date.now, {
      entries: () => undefined,
      renewed: () => undefined,
    });
    memory.reset({ epoch: 'e', seq: 0 }, []);
    return memory;
  }

  it('H9 has every entry in order, each with its item as it stands now', () => {
    const memory = open();
    const log = [
      usable(1, 'false', 1, 'خبر كاذب'),
      usable(2, 'checked', 1, 'خبر يدقق'),
      usable(3, 'right', 1, 'خطأ'),
      usable(4, 'false', 2, 'خبر كاذب مصحح'),
      blank(5, 'false', 3, 'canceled'),
      blank(6, 'checked', 2, 'withheld'),
      usable(7, 'right', 2, 'صواب'),
    ];
    memory.entries('e', log);
    const missed = memory.missed({ epoch: 'e', seq: 0 }) ?? [];
    expect(missed.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(missed.map(({ headline }) => `${headline.id} ${headline.version}`)).toEqual([
      ...['false 3', 'checked 2', 'right 2', 'false 3', 'false 3', 'checked 2', 'right 2'],
    ]);
    expect(JSON.stringify(missed)).not.toMatch(/كاذب|يدقق|خطأ/);
    // People of the channel see what was said, and when.
    expect(memory.log({ epoch: 'e', seq: 0 })).toEqual(log);
    // What came back is there again, also where it was away.
    memory.entries('e', [usable(8, 'checked', 3, 'خبر يدقق')]);
    expect(memory.missed({ epoch: 'e', seq: 5 })?.[0]?.headline).toMatchObject({
      version: 3,
      headline: 'خبر يدقق',
    });
    memory.stop();
  });

  it('H9 knows how an item stands as long as one entry of it is kept', () => {
    const memory = open(2);
    memory.entries('e', [usable(1, 'a', 1, 'قديم'), usable(2, 'a', 2, 'قديم')]);
    memory.entries('e', [blank(3, 'a', 3, 'canceled')]);
    expect(memory.missed({ epoch: 'e', seq: 0 })).toBeUndefined();
    expect(memory.missed({ epoch: 'e', seq: 1 })).toEqual([
      { ...blank(3, 'a', 3, 'canceled'), seq: 2 },
      blank(3, 'a', 3, 'canceled'),
    ]);
    memory.stop();
  });
});
