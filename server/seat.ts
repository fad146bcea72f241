/** What the primary process and its workers tell each other. */
import { z } from 'zod';

export const seatSchema = z.object({
  /** From 1 to `count`; whoever replaces a worker gets its number. */
  number: z.number().int().positive(),
  count: z.number().int().positive(),
  /** Of this user alone: here the workers reach each other. */
  folder: z.string().min(1),
  /** The one port of all. */
  port: z.number().int().positive(),
});

export const reportSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ready'),
    url: z.string(),
    newAdminKey: z.string().optional(),
    firstInvitation: z.string().optional(),
  }),
  z.object({ kind: z.literal('fault'), lines: z.array(z.string()) }),
]);

/** A worker's place among the others. */
export type Seat = z.output<typeof seatSchema>;
export type Report = z.output<typeof reportSchema>;
export type Ready = Extract<Report, { kind: 'ready' }>;
