/** What the bench tells its crowd, and what the crowd answers: JSON between two processes. */
import { z } from 'zod';

const target = z.object({
  port: z.number(),
  path: z.string(),
  /** Socket.IO's first packet of a client; null: the answer to the handshake is all that there is. */
  hello: z.string().nullable(),
  /** How the packet begins that tells a viewer that it is one. */
  welcome: z.string(),
  /** A shorter welcome is not what a viewer came for. */
  welcomeBytes: z.number(),
  /** Exactly these sequences must the welcome bring. */
  missed: z.array(z.number()).nullable(),
  /** How a delivery begins; every text begins with nothing. */
  delivery: z.string(),
});

export const orderSchema = z.discriminatedUnion('order', [
  z.object({
    order: z.literal('open'),
    target,
    viewers: z.number(),
    /** So many are on their way in at a time. */
    underWay: z.number(),
    limitMs: z.number(),
  }),
  z.object({ order: z.literal('drop') }),
  z.object({ order: z.literal('report') }),
]);

const faults = z.record(z.string(), z.number());

export const answerSchema = z.discriminatedUnion('answer', [
  z.object({
    answer: z.literal('opened'),
    ready: z.number(),
    milliseconds: z.number(),
    faults,
  }),
  z.object({ answer: z.literal('dropped') }),
  /** Every viewer has now got so many deliveries; sent unasked. */
  z.object({
    answer: z.literal('round'),
    round: z.number(),
    /** When the last one got it, on the machine's own clock. */
    at: z.number(),
    bytes: z.number(),
    /** ms that the crowd was occupied with it. */
    busy: z.number(),
  }),
  z.object({
    answer: z.literal('report'),
    viewers: z.number(),
    /** Deliveries in all, and those that some viewer got ahead of the others or twice. */
    deliveries: z.number(),
    surplus: z.number(),
    faults,
  }),
]);

export type Target = z.infer<typeof target>;
export type Order = z.infer<typeof orderSchema>;
export type Answer = z.infer<typeof answerSchema>;
export type Faults = Readonly<Record<string, number>>;

/** Milliseconds that count alike in every process of one machine. */
export function clock(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
