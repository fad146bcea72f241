import { describe, expect, it } from 'vitest';
import { CHANNEL_DEFAULTS, FIRST_CHANNEL } from '../../../shared/channel.ts';
import { nameFor, sent, typed } from './settings.ts';

describe('the settings of a channel', () => {
  it('C15 come back as they were when nothing was typed', () => {
    const channel = { ...FIRST_CHANNEL, defaultTtl: 90, allowedOrigins: ['https://a.example'] };
    expect(channel).toMatchObject(sent(typed(channel)));
    expect(sent(typed({ title: 'x' }))).toMatchObject({ defaultTtl: null, allowedOrigins: null });
  });

  it('C15 take minutes, digits of Arabic keyboards, and an origin a line', () => {
    const text = { ...typed(FIRST_CHANNEL), defaultTtl: '١٫٥', boardSize: '٣٠' };
    const origins = ' https://a.example\n\nhttps://b.example ';
    expect(sent({ ...text, origins })).toMatchObject({
      ...{ defaultTtl: 90, boardSize: 30 },
      allowedOrigins: ['https://a.example', 'https://b.example'],
    });
  });

  it('C15 make no number of what is none: the hub refuses it by its field', () => {
    const text = {
      ...typed(CHANNEL_DEFAULTS),
      boardSize: '',
      defaultTtl: 'hour',
      undoWindow: '5s',
    };
    expect(sent(text)).toMatchObject({ boardSize: '', defaultTtl: 'hour', undoWindow: '5s' });
  });

  it('C15 begin the name of a channel for trying things out with test-, and no other', () => {
    expect(nameFor('desk', true)).toBe('test-desk');
    expect(nameFor('test-desk', true)).toBe('test-desk');
    expect(nameFor('test-desk', false)).toBe('desk');
  });
});
