/**
 * The one shape of every error (RFC 9457, `application/problem+json`). Inside the hub a problem is
 * thrown; each edge (HTTP, Socket.IO, the process's start) translates it once.
 */

import type { Headline } from './headline.ts';

interface Kind {
  readonly status: number;
  readonly title: string;
  /** The same request may succeed later, unchanged. */
  readonly retryable?: true;
}

export const PROBLEMS = {
  malformed_request: { status: 400, title: 'The request is not proper HTTP' },
  malformed_json: { status: 400, title: 'The body is not JSON' },
  malformed_header: { status: 400, title: 'A header has the wrong form' },
  bad_position: { status: 400, title: 'That is no position' },
  key_missing: { status: 401, title: 'An API key or a session is needed' },
  key_malformed: { status: 401, title: 'The API key has a typing error' },
  key_unknown: { status: 401, title: 'The API key is not known' },
  key_revoked: { status: 401, title: 'The API key was revoked' },
  key_expired: { status: 401, title: 'The API key has expired' },
  session_unknown: { status: 401, title: 'The session has ended' },
  sign_in_failed: { status: 401, title: 'The e-mail, the password or the code is wrong' },
  forbidden: { status: 403, title: 'Whoever asks may not do this' },
  cross_site: { status: 403, title: 'The request comes from another site' },
  password_wrong: { status: 403, title: 'The password is wrong' },
  session_needed: { status: 403, title: 'Only a person who is signed in may do this' },
  provider_refused: { status: 403, title: 'The sign-in with the provider was not accepted' },
  origin_forbidden: { status: 403, title: 'This site may not show the channel' },
  channel_unknown: { status: 404, title: 'There is no such channel' },
  headline_unknown: { status: 404, title: 'There is no such headline' },
  board_paused: { status: 404, title: 'The channel shows nothing for the moment' },
  held_unknown: { status: 404, title: 'Nothing is held under this id' },
  key_not_found: { status: 404, title: 'There is no such key' },
  person_unknown: { status: 404, title: 'There is no such person' },
  session_not_found: { status: 404, title: 'There is no such session' },
  invitation_unknown: { status: 404, title: 'The invitation is not open, or no longer' },
  not_found: { status: 404, title: 'There is nothing here' },
  id_taken: { status: 409, title: 'A headline with this id exists' },
  channel_taken: { status: 409, title: 'A channel with this name exists' },
  last_admin_key: { status: 409, title: 'This is the last key of an admin' },
  last_secret: { status: 409, title: 'This is the only secret of the key' },
  two_secrets: { status: 409, title: 'The key has two secrets already' },
  email_taken: { status: 409, title: 'There is an account with this e-mail' },
  totp_on: { status: 409, title: 'Codes are asked for already' },
  totp_not_begun: { status: 409, title: 'There is no secret to confirm' },
  changed_meanwhile: { status: 409, title: 'It was changed meanwhile', retryable: true },
  too_late: { status: 409, title: 'It is being sent already' },
  taken_back: { status: 409, title: 'It was taken back' },
  approval_needed: { status: 409, title: 'A second person must approve it' },
  paused: { status: 409, title: 'The channel is paused' },
  withheld: { status: 409, title: 'The headline is being checked' },
  withdrawn: { status: 409, title: 'The headline was withdrawn' },
  idempotency_conflict: { status: 409, title: 'The idempotency key was used for another request' },
  request_timeout: { status: 408, title: 'The request was not complete in time' },
  position_gone: { status: 410, title: 'The log no longer reaches back to that position' },
  version_stale: { status: 412, title: 'The headline has changed since that version' },
  body_too_large: { status: 413, title: 'The body is too large' },
  media_type: { status: 415, title: 'The body has an unsupported media type' },
  invalid: { status: 422, title: 'The request has invalid fields' },
  too_many_held: { status: 422, title: 'The channel holds as much as it may' },
  too_many_channels: { status: 422, title: 'Too many channels at once' },
  version_missing: { status: 428, title: 'The version to change must be named' },
  too_many_requests: { status: 429, title: 'Too many requests in a short time', retryable: true },
  headers_too_large: { status: 431, title: 'The headers are too large' },
  internal: { status: 500, title: 'The hub failed' },
  draining: { status: 503, title: 'This node of the hub is ending', retryable: true },
  hub_full: { status: 503, title: 'The hub has as many viewers as it may have', retryable: true },
  too_many_connects: { status: 503, title: 'Too many viewers come at once', retryable: true },
  wire_unavailable: { status: 503, title: 'The log is out of reach', retryable: true },
  storage_full: { status: 507, title: 'There is no room for more', retryable: true },
} as const satisfies Record<string, Kind>;

export type ProblemCode = keyof typeof PROBLEMS;

export interface FieldFault {
  /** The field's path: `headline`, `0.url`, `header If-Match`. */
  readonly field: string;
  readonly detail: string;
}

/** The document as it travels. */
export interface ProblemDocument {
  readonly type: string;
  readonly code: ProblemCode;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly retryable: boolean;
  /** Seconds after which it may succeed, where the hub knows. */
  readonly retryAfter?: number;
  readonly errors?: readonly FieldFault[];
  /** To `version_stale`: the headline as it stands now. */
  readonly current?: Headline;
}

interface Circumstances {
  readonly cause?: unknown;
  /** Seconds after which the same request may succeed; unset: the edge has a default. */
  readonly retryAfter?: number;
  readonly current?: Headline;
}

export class Problem extends Error {
  readonly code: ProblemCode;
  readonly errors: readonly FieldFault[];
  readonly retryAfter: number | undefined;
  readonly current: Headline | undefined;

  constructor(
    code: ProblemCode,
    detail: string,
    errors: readonly FieldFault[] = [],
    { cause, retryAfter, current }: Circumstances = {},
  ) {
    super(detail, { cause });
    this.name = 'Problem';
    this.code = code;
    this.errors = errors;
    this.retryAfter = retryAfter;
    this.current = current;
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }

  toDocument(): ProblemDocument {
    const kind: Kind = PROBLEMS[this.code];
    return {
      type: `urn:ajil:problem:${this.code}`,
      code: this.code,
      title: kind.title,
      status: kind.status,
      detail: this.message,
      retryable: kind.retryable ?? false,
      ...(this.retryAfter === undefined ? {} : { retryAfter: this.retryAfter }),
      ...(this.errors.length > 0 ? { errors: this.errors } : {}),
      ...(this.current === undefined ? {} : { current: this.current }),
    };
  }
}

/** A refusal that names one field. */
export function fieldProblem(field: string, detail: string): Problem {
  return new Problem('invalid', `${field} ${detail}`, [{ field, detail }]);
}

/** What an edge answers to an error that nobody foresaw. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem('internal', 'The hub failed', [], { cause: error });
}

/** The log or the store cannot be reached or written; `what` is the beginning of a sentence. */
export function unavailable(what: string, cause: unknown): Problem {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new Problem('wire_unavailable', `${what}: ${why}`, [], { cause });
}

/** The log or the store takes nothing more, and nothing was changed; `where` is who is full. */
export function storageFull(where: string, cause: Error): Problem {
  return new Problem('storage_full', `${where} is full: ${cause.message}`, [], { cause });
}

/** So much is allowed, and it was more; `detail` says of what. */
export function tooManyRequests(detail: string, retryAfter: number): Problem {
  return new Problem('too_many_requests', detail, [], { retryAfter });
}

export function channelUnknown(name: string): Problem {
  return new Problem('channel_unknown', `There is no channel named ${name}`, [
    { field: 'channel', detail: `${name} does not exist` },
  ]);
}
