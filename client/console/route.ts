/** Where the console is: `#/channel/breaking` is the screen `channel` with the rest `breaking`. */

export interface Place {
  readonly screen: string;
  readonly rest: string;
}

/** What a link into the console brings besides a place. */
export interface Errand {
  /** The token of an invitation, or of a link for a new password. */
  readonly invitation?: string;
  /** The code of a problem that the sign-in with a provider ended with. */
  readonly problem?: string;
}

export function placeOf(hash: string): Place {
  const [, screen = '', rest = ''] = /^#\/([^/]*)(?:\/(.*))?$/.exec(hash) ?? [];
  return { screen, rest: decoded(rest) };
}

export function hashOf(screen: string, rest = ''): string {
  return rest === '' ? `#/${screen}` : `#/${screen}/${encodeURIComponent(rest)}`;
}

export function errandOf(hash: string): Errand {
  const asked = new URLSearchParams(hash.replace(/^#/, ''));
  const [invitation, problem] = [asked.get('invitation'), asked.get('problem')];
  return { ...(invitation && { invitation }), ...(problem && { problem }) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
