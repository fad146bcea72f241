/** What stands in the paths of the API. */
import { z } from '@hono/zod-openapi';

const channel = z.string().openapi({ description: 'The name of a channel.', example: 'breaking' });

export const channelParam = z.object({ channel });
export const itemParams = z.object({
  channel,
  id: z.string().openapi({ description: 'The id of a headline.' }),
});
export const heldParams = z.object({
  channel,
  id: z.string().openapi({ description: 'The id of a sending.' }),
});

export const silentQuery = z.object({
  silent: z
    .literal('1')
    .openapi({
      description:
        'A typing error is put right: within two minutes, up to three characters of the headline and no number.',
    })
    .optional(),
});
