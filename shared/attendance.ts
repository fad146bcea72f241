/** How many watch a channel, and from where. */

export interface Census {
  /** Everybody. */
  readonly count: number;
  /**
   * Of those whose origin is told apart; '' is who comes from no page, such as an app. Who is in `count` and not
   * in here comes from elsewhere: there are as many origins as strangers care to send.
   */
  readonly byOrigin: Readonly<Record<string, number>>;
}

export interface CensusAt extends Census {
  /** ISO 8601. */
  readonly at: string;
}

/** Of all nodes together. */
export interface Attendance extends Census {
  /** Seconds between two moments of `day`. */
  readonly every: number;
  /** The last 24 hours, oldest first. A moment at which no node counted is missing: that is not nobody. */
  readonly day: readonly CensusAt[];
}
