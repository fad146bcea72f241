/** How many watch: told to the people of a channel, and to nobody else. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ApiUnderTest } from '../../support/api-under-test.ts';
import { join, openCast } from '../../support/newcomer.ts';

const keySchema = z.looseObject({ secret: z.string() });

export function viewersSuite(api: ApiUnderTest): void {
  const { call } = api;
  const path = (channel: string): string => `/api/channels/${channel}/viewers`;

  describe('who watches', () => {
    it('N15 is told to reporters of the channel, and refused to all others', async () => {
      await call('POST', '/api/channels', { name: 'quiet', title: 'قناة' });
      const asked = await call('GET', path('quiet'));
      expect(asked).toMatchObject({ status: 200, body: { count: 0, byOrigin: {}, every: 300 } });
      expect(asked.headers.get('cache-control')).toBe('no-store');
      const { visitor, address } = openCast(api, 'viewers');
      const reporter = visitor();
      await join(api.url, reporter, address(), { quiet: 'reporter' });
      expect(await reporter.ask('GET', path('quiet'))).toMatchObject({ status: 200 });
      expect(await reporter.ask('GET', path('breaking'))).toMatchObject({
        status: 403,
        body: { code: 'forbidden' },
      });
      const grant = { name: 'of another', role: 'editor', channels: ['quiet'] };
      const { secret } = keySchema.parse((await call('POST', '/api/keys', grant)).body);
      const key = { authorization: `Bearer ${secret}` };
      expect(await call('GET', path('breaking'), undefined, key)).toMatchObject({ status: 403 });
      const nobody = { authorization: '' };
      expect(await call('GET', path('quiet'), undefined, nobody)).toMatchObject({ status: 401 });
      expect(await call('GET', path('nowhere'))).toMatchObject({ status: 404 });
    });
  });
}
