import { describe, expect, it } from 'vitest';
import { CHANNEL_DEFAULTS } from '../../../shared/channel.ts';
import { placesOf, withRole } from './roles.ts';

const channels = ['breaking', 'sport'].map((name) => ({ name, title: name, ...CHANNEL_DEFAULTS }));

describe('the roles that somebody may give', () => {
  it('C10 are all for an admin, and an admin is one everywhere', () => {
    expect(placesOf({ '*': 'admin' }, channels)).toEqual([
      { place: '*', roles: ['reporter', 'editor', 'chief', 'admin'] },
      { place: 'breaking', roles: ['reporter', 'editor', 'chief'] },
      { place: 'sport', roles: ['reporter', 'editor', 'chief'] },
    ]);
  });

  it('C10 are those below a chief, in the channels of the chief', () => {
    const below = ['reporter', 'editor'];
    expect(placesOf({ breaking: 'chief', sport: 'editor' }, channels)).toEqual([
      { place: 'breaking', roles: below },
    ]);
    expect(
      placesOf({ '*': 'chief', sport: 'reporter' }, channels).map(({ place }) => place),
    ).toEqual(['*', 'breaking', 'sport']);
    expect(placesOf({ '*': 'editor' }, channels)).toEqual([]);
  });

  it('C12 are set and taken away place by place', () => {
    expect(withRole({ sport: 'editor' }, '*', 'reporter')).toEqual({
      sport: 'editor',
      '*': 'reporter',
    });
    expect(withRole({ sport: 'editor', '*': 'reporter' }, 'sport', undefined)).toEqual({
      '*': 'reporter',
    });
  });
});
