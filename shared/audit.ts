/** The audit log: who did what, when, from where, and what was there before and after. */

/** Who did something: a person with an account, a key of a machine, or the hub by itself. */
export interface By {
  readonly kind: 'person' | 'key' | 'hub';
  readonly id: string;
  /** As it was called then. */
  readonly name: string;
}

export interface Author {
  readonly by: By;
  /** The address that the request came from; empty where none did. */
  readonly from: string;
}

export type AuditAct =
  | 'publish'
  | 'correct'
  /** It was pinned, unpinned, or moved among the pinned. */
  | 'place'
  | 'withdraw'
  | 'withhold'
  | 'restore'
  | 'recall'
  | 'pause'
  | 'resume'
  | 'settings'
  | 'create_channel'
  | 'delete_channel'
  | 'hold'
  | 'change'
  | 'approve'
  | 'overrule'
  | 'send_now'
  | 'undo'
  | PeopleAct;

/** Of accounts, and of what opens the hub. They stand in the store's trail. */
export type PeopleAct =
  | 'sign_in'
  | 'sign_out'
  | 'end_session'
  | 'invite'
  | 'revoke_invitation'
  | 'accept_invitation'
  | 'change_person'
  | 'disable_person'
  | 'change_password'
  | 'totp_on'
  | 'totp_off'
  | 'issue_key'
  | 'rotate_key'
  | 'retire_secret'
  | 'revoke_key';

export interface AuditLine extends Author {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly act: AuditAct;
  readonly channel?: string;
  /** The id of what it was done to. */
  readonly subject: string;
  /** Why, where somebody had to say. */
  readonly reason?: string;
  readonly before?: unknown;
  readonly after?: unknown;
  /** A typing error was put right, and nobody was told. */
  readonly silent?: true;
  /** The other people whose word it needed. */
  readonly consents?: readonly By[];
}
