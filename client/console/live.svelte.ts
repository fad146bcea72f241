/** The desk live (namespace `/desk`): what is held, what changed, who looks at what, how many watch. */
import { io, type Socket } from 'socket.io-client';
import { SvelteMap } from 'svelte/reactivity';
import type { DeskClientEvents, DeskServerEvents, Looking } from '../../shared/desk.ts';
import type { Held } from '../../shared/held.ts';

type Heard = Parameters<DeskServerEvents['viewers']>[0];
type Listener = (channel: string) => void;

/** ms until the next attempt where the hub itself closed the connection. */
const AGAIN = 2_000;

export class LiveModel {
  status = $state<'connecting' | 'live' | 'offline'>('connecting');
  /** Since when there is no connection, ms; undefined while there is one. */
  lostSince = $state<number>();
  readonly viewers = new SvelteMap<string, Omit<Heard, 'channel'>>();
  readonly looking = new SvelteMap<string, readonly Looking[]>();
  readonly held = new SvelteMap<string, readonly Held[]>();
  #socket: Socket<DeskServerEvents, DeskClientEvents> | undefined;
  #changed: readonly Listener[] = [];
  #heldElsewhere: readonly Listener[] = [];
  #look: { channel: string; item: string | null } | undefined;

  /** In an effect, as long as somebody is signed in. `refused`: perhaps the session is over. */
  open(refused: () => void): () => void {
    const socket: Socket<DeskServerEvents, DeskClientEvents> = io('/desk', {
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      forceNew: true,
      // A load balancer may lead back to a node that ends, until it has noticed. Those at desks are few: soon again.
      reconnectionDelay: 250,
      reconnectionDelayMax: 5_000,
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => socket.connect(), AGAIN);
    };
    this.#socket = socket;
    socket.on('connect', () => {
      this.status = 'live';
      this.lostSince = undefined;
      if (this.#look) socket.emit('look', this.#look);
      // What was said meanwhile was said to nobody here.
      for (const listener of this.#changed) listener('');
    });
    socket.on('drain', ({ afterMs }) => {
      clearTimeout(timer);
      timer = setTimeout(() => this.#move(socket), afterMs);
    });
    socket.on('disconnect', (reason) => {
      clearTimeout(timer);
      // It goes to another node, and says so where it finds none.
      if (reason === 'io client disconnect') return;
      this.#lost();
      if (reason !== 'io server disconnect') return;
      refused();
      again();
    });
    socket.on('connect_error', () => {
      this.#lost();
      // Socket.IO goes on by itself unless the hub said no.
      if (socket.active) return;
      refused();
      again();
    });
    this.#hear(socket);
    return () => {
      clearTimeout(timer);
      socket.disconnect();
      this.#socket = undefined;
      this.status = 'connecting';
      this.lostSince = undefined;
    };
  }

  #hear(socket: Socket<DeskServerEvents, DeskClientEvents>): void {
    socket.on('held', ({ channel, held }) => {
      if (held) this.held.set(channel, held);
      else {
        this.held.delete(channel);
        for (const listener of this.#heldElsewhere) listener(channel);
      }
    });
    socket.on('viewers', ({ channel, ...told }) => this.viewers.set(channel, told));
    socket.on('presence', ({ channel, looking }) => this.looking.set(channel, looking));
    socket.on('changed', ({ channel }) => {
      for (const listener of this.#changed) listener(channel);
    });
  }

  /** At once, before the node closes: whoever has lost it already has gone by itself. */
  #move(socket: Socket): void {
    if (!socket.connected) return;
    this.status = 'connecting';
    socket.disconnect().connect();
  }

  #lost(): void {
    this.status = 'offline';
    this.lostSince ??= Date.now();
  }

  /** Calls for each board that changed; with '' where any may have. */
  onChanged(listener: Listener): () => unknown {
    this.#changed = [...this.#changed, listener];
    return () => (this.#changed = this.#changed.filter((one) => one !== listener));
  }

  /** Calls where what is held is too much for one packet: it is to be read over HTTP. */
  onHeldElsewhere(listener: Listener): () => unknown {
    this.#heldElsewhere = [...this.#heldElsewhere, listener];
    return () => (this.#heldElsewhere = this.#heldElsewhere.filter((one) => one !== listener));
  }

  /** Tells the others what this person looks at; null: at nothing. */
  lookAt(channel: string, item: string | null): void {
    this.#look = { channel, item };
    this.#socket?.emit('look', this.#look);
  }
}
