/** What stands in the paths of the API. */
import { z } from '@hono/zod-openapi';
import { Problem } from '../../shared/problem.ts';
import { parsePositionText, type Position } from '../../shared/protocol.ts';

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

/** A position as it stands in a query. */
export const positionQuery = z.string().transform((value, context) => {
  const position = parsePositionText(value);
  if (position) return position;
  context.addIssue({ code: 'custom', message: 'is not {epoch}:{seq}' });
  return z.NEVER;
});

export function positionGone({ epoch, seq }: Position): Problem {
  return new Problem('position_gone', 'The log does not reach back to it: read the board', [
    { field: 'after', detail: `${epoch}:${seq} is gone` },
  ]);
}
