/** Where the screen stands, for who leads to it. */
export const EMBED_PATH = 'embed';
