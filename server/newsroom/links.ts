/** Whether a link leads somewhere: the port. It goes out into the world on a stranger's word. */
export interface Links {
  /** Never rejects, and takes 3 s at most. `unknown`: nobody looked, or the other end did not want to say. */
  look(url: string): Promise<Link>;
}

export interface Link {
  readonly state: 'alive' | 'dead' | 'unknown';
  /** HTTP's, where there was an answer. */
  readonly status?: number;
}
