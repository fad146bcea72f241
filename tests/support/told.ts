/** What a viewer of a channel was told, written down as it comes: repeats and holes too. */
import type { Socket } from 'socket.io-client';
import type { ClientEvents, Position, ServerEvents, TickerItem } from '../../shared/protocol.ts';

export type Told = Position &
  (
    | { readonly kind: 'snapshot'; readonly headlines: readonly TickerItem[] }
    | { readonly kind: 'entry'; readonly headline: TickerItem }
  );

/** Grows with each message. Writes down before any listener that is added later hears of it. */
export function recordTold(
  socket: Pick<Socket<ServerEvents, ClientEvents>, 'on'>,
  channel: string,
): readonly Told[] {
  const told: Told[] = [];
  socket.on('snapshot', ({ channel: of, epoch, seq, headlines }) => {
    if (of === channel) told.push({ kind: 'snapshot', epoch, seq, headlines });
  });
  socket.on('entries', ({ channel: of, epoch, entries }) => {
    if (of !== channel) return;
    for (const { seq, headline } of entries) told.push({ kind: 'entry', epoch, seq, headline });
  });
  return told;
}
