/** A viewer as the hub knows it. */
import type { Namespace, Socket } from 'socket.io';
import type { ClientEvents, ServerEvents } from '../../shared/protocol.ts';
import type { Asked } from './admission.ts';

/** What the hub keeps of a viewer: nothing else of its request outlives the handshake. */
export interface ViewerData {
  /** Until the connection. */
  asked?: readonly Asked[] | undefined;
  /** Channels of which it knows more than this node, which is therefore given a moment. */
  awaited?: Set<string>;
}

type NoEvents = Record<string, never>;

export type Viewer = Socket<ClientEvents, ServerEvents, NoEvents, ViewerData>;
export type Viewers = Namespace<ClientEvents, ServerEvents, NoEvents, ViewerData>;

/** Engine.IO's end of a connection; over one, a viewer may leave and come back. */
export type Connection = Viewer['conn'];
