/** What stands in the paths of the API. */
import { z } from '@hono/zod-openapi';

const channel = z.string().openapi({ description: 'The name of a channel.', example: 'breaking' });

export const channelParam = z.object({ channel });
export const itemParams = z.object({
  channel,
  id: z.string().openapi({ description: 'The id of a headline.' }),
});
