/** Who is who in the results. */
export const NAMES = {
  hub: 'Ajil',
  docsHub: 'docs’ hub',
  bareWs: 'bare ws',
  nchan: 'Nchan',
} as const;
