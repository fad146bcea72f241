/** What the newsroom screen says, in whichever language. */
import type { Need } from '../../../shared/role.ts';
import type { Notice } from './notice.ts';
import type { RowKind } from './wire.ts';

export interface ChannelMessages {
  readonly compose: string;
  readonly list: string;
  readonly headline: string;
  readonly headlineHow: string;
  readonly long90: string;
  readonly long120: string;
  readonly urgency: string;
  readonly urgencies: readonly [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  readonly more: string;
  readonly url: string;
  readonly source: string;
  readonly by: string;
  readonly summary: string;
  readonly summaryHow: string;
  readonly language: string;
  readonly languageOfChannel: (name: string) => string;
  readonly life: string;
  readonly lives: Readonly<Record<string, string>>;
  readonly endless: string;
  readonly keptUntil: (time: string) => string;
  readonly pinIt: string;
  readonly when: string;
  readonly zone: (zone: string) => string;
  readonly skipped: (time: string) => string;
  readonly ambiguous: string;
  readonly earlier: string;
  readonly later: string;
  readonly preview: string;
  readonly previewEmpty: string;
  readonly send: string;
  readonly propose: string;
  readonly schedule: string;
  readonly sending: string;
  readonly late: string;
  readonly stop: string;
  readonly undo: string;
  readonly goesOut: string;
  readonly notices: Readonly<Record<Notice, string>>;
  readonly warnings: Readonly<Record<string, string>>;
  readonly confirm: string;
  readonly confirmIn: string;
  readonly confirmViewers: (count: number, text: string) => string;
  readonly confirmSecond: string;
  readonly confirmSend: string;
  readonly back: string;
  readonly viewers: (count: number, text: string) => string;
  readonly search: string;
  readonly all: string;
  readonly kinds: Readonly<Record<RowKind, string>>;
  readonly empty: string;
  readonly nothingFound: string;
  readonly urgent: string;
  readonly scheduledFor: (time: string) => string;
  readonly out: (countdown: string) => string;
  readonly releasing: string;
  readonly needs: Readonly<Record<Exclude<Need, 'nobody'>, string>>;
  readonly ownWords: string;
  readonly correction: string;
  readonly expired: string;
  readonly off: string;
  readonly withdrawn: string;
  readonly beingChecked: string;
  readonly wordsHidden: string;
  readonly corrected: (version: number) => string;
  readonly approve: string;
  readonly overrule: string;
  readonly sendNow: string;
  readonly takeBack: string;
  readonly change: string;
  readonly correct: string;
  readonly withdraw: string;
  readonly hold: string;
  readonly restore: string;
  readonly pin: string;
  readonly unpin: string;
  readonly pinnedGroup: string;
  readonly pinnedHow: string;
  readonly place: string;
  readonly drag: string;
  readonly moveUp: string;
  readonly moveDown: string;
  readonly moved: (text: string, at: string, of: string) => string;
  readonly notMoved: (text: string) => string;
  readonly versions: string;
  readonly looking: (names: string) => string;
  readonly select: (text: string) => string;
  readonly selected: (count: number, text: string) => string;
  readonly withdrawSelected: string;
  readonly none: string;
  readonly note: string;
  readonly noteHow: string;
  readonly sentInError: string;
  readonly noteReady: string;
  readonly withdrawHow: string;
  readonly withdrawFailed: (count: number, text: string, isAll: boolean) => string;
  readonly withdrawAgain: string;
  readonly silent: string;
  readonly silentHow: string;
  readonly saveCorrection: string;
  readonly saveChange: string;
  readonly cancel: string;
  readonly changes: string;
  readonly staleTitle: string;
  readonly staleHow: string;
  readonly staleMine: string;
  readonly staleTheirs: string;
  readonly staleGone: string;
  readonly staleGoOn: string;
  readonly newer: string;
  readonly newerGoOn: string;
  readonly unsent: string;
  readonly unsentGone: string;
  readonly goOn: string;
  readonly remove: string;
  readonly throwAway: (text: string) => string;
  readonly overruleTitle: string;
  readonly overruleHow: string;
  readonly reason: string;
  readonly recall: string;
  readonly recallTitle: string;
  readonly recallMinutes: string;
  readonly recallCount: (count: number, text: string) => string;
  readonly recallAct: string;
  readonly recallDone: (withdrawn: string, failed: number) => string;
  readonly pause: string;
  readonly pauseTitle: string;
  readonly pauseHow: string;
  readonly resume: string;
  readonly paused: string;
  readonly testHow: string;
  readonly close: string;
}
