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
