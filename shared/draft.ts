/** What an editor gives, before it is a version of a headline. Texts are already normalised and checked. */
import type { UsableHeadline } from './headline.ts';

/** A new headline; what is absent has a default. */
export type Draft = Partial<
  Pick<
    UsableHeadline,
    | 'id'
    | 'language'
    | 'urgency'
    | 'pinned'
    | 'rank'
    | 'url'
    | 'summary'
    | 'source'
    | 'by'
    | 'expires'
  >
> & { readonly headline: string };

/** What changes of a headline; null takes a field away. */
export type Correction = {
  readonly [Field in 'url' | 'summary' | 'source' | 'by' | 'expires' | 'edNote']?: string | null;
} & { readonly rank?: number | null } & Partial<
    Pick<UsableHeadline, 'headline' | 'language' | 'urgency' | 'pinned'>
  >;
