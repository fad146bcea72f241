import type { UsableHeadline } from '../../shared/headline.ts';
import { PROBLEMS } from '../../shared/problem.ts';
import type { TickerItem } from '../../shared/protocol.ts';
import { connectWithSocketIo, type FeedSocket } from '../feed/connect.ts';
import { openFeed, type Feed, type FeedProblem, type FeedState } from '../feed/feed.ts';
import { guarded } from '../feed/guarded.ts';
import type { Call } from './command.ts';
import { Refusal } from './failure.ts';
import type { Line, Part } from './screen.ts';
import { createSightings, type Sighting, type SightingKind } from './sightings.ts';
import type { Words } from './words.ts';

/** Until it is interrupted. Throws where the hub shows the channel to nobody, or no longer. */
export async function watch(call: Call): Promise<void> {
  const { hub, words, world } = call;
  const channel = call.channel();
  const sightings = createSightings(world.now);
  const status = createStatus(call);

  function tell(seen: readonly Sighting[]): void {
    for (const one of seen) {
      const { event, ...rest } = one;
      call.screen.show({ event, channel, ...rest }, [lineOf(one, words)]);
    }
  }

  /** The feed knows how to come back; beside it, each entry is heard as it comes. */
  function connect(...to: Parameters<typeof connectWithSocketIo>): FeedSocket {
    const socket = connectWithSocketIo(...to);
    socket.on(
      'snapshot',
      guarded((sent) => tell(sightings.snapshot(sent))),
    );
    socket.on(
      'entries',
      guarded((sent) => tell(sightings.entries(sent))),
    );
    return socket;
  }

  const interrupted = world.interrupted();
  const feed = openFeed({ hub: hub.origin, channels: [channel], connect, random: world.random });
  try {
    const refused = refusalOf(feed, channel, status);
    const problem = await Promise.race([refused, interrupted]);
    if (problem) throw new Refusal(documentOf(problem));
  } finally {
    feed.close();
  }
}

/** Says on stderr how the link is, whenever that changes. */
function createStatus({ hub, screen, words }: Call): (state: FeedState) => void {
  let told: string | undefined;
  const said = {
    connecting: words.said.connecting(hub.origin),
    live: words.said.live,
    offline: words.said.offline,
    refused: '',
  } as const;
  return ({ status }) => {
    if (status === told || status === 'refused') return;
    told = status;
    screen.note({ status }, [[said[status]]]);
  };
}

function refusalOf(
  feed: Feed,
  channel: string,
  status: (state: FeedState) => void,
): Promise<FeedProblem> {
  return new Promise((resolve) => {
    feed.subscribe((state) => {
      status(state);
      const problem = Object.hasOwn(state.refused, channel) ? state.refused[channel] : undefined;
      if (problem) resolve(problem);
    });
  });
}

/** The feed has codes of its own too, which no hub has put into words. */
function documentOf({ code, retryable, detail = code }: FeedProblem) {
  const [, known] = Object.entries(PROBLEMS).find(([name]) => name === code) ?? [];
  return { code, title: known?.title ?? code, detail, retryable };
}

/** A sign and a word, and a colour beside them: nobody needs to see colours. */
const SIGNS = {
  shown: ['•', 'cyan'],
  new: ['+', 'green'],
  corrected: ['~', 'yellow'],
  moved: ['↕', 'cyan'],
  withdrawn: ['×', 'red'],
  withheld: ['?', 'yellow'],
  gone: ['−', 'red'],
} as const satisfies Record<SightingKind, readonly [string, string]>;

export function lineOf({ event, headline, before }: Sighting, words: Words): Line {
  const said = { ...words.said, new: words.said.fresh };
  const [sign, colour] = SIGNS[event];
  const mark: Part = { mark: `${sign} ${said[event]}`, colour };
  const item = headline.pubStatus === 'usable' ? headline : before;
  const text: Part[] = item ? textOf(item) : [];
  return [mark, '  ', headline.id, '  ', ...text];
}

function textOf(item: TickerItem<UsableHeadline>): Part[] {
  return [`[${item.urgency}] `, { quote: item.headline, language: item.language }];
}
