/** The builder of tickers at the desk: of the channels that one sees, and the channel stands in the address. */
import { untrack } from 'svelte';
import { BuilderModel } from '../../builder/builder.svelte.ts';
import { DEFAULT_CHOICE } from '../../builder/choice.ts';
import type { ChannelFacts } from '../../builder/hub-facts.ts';
import { policyFor, styleIn } from '../../builder/policy.ts';
import type { ConsoleModel } from '../console.svelte.ts';
import { EMBED_PATH } from './path.ts';

const SCRIPT = '/embed/v1/ticker.js';

export class EmbedModel {
  readonly console: ConsoleModel;
  readonly builder: BuilderModel;

  constructor(model: ConsoleModel, rest: string) {
    this.console = model;
    const { appearance, me } = model;
    const ports = { language: () => appearance.language, channels: () => this.#channels };
    const channel = (me.channel(rest) ?? me.channels[0])?.name ?? DEFAULT_CHOICE.channel;
    this.builder = new BuilderModel(ports, { ...DEFAULT_CHOICE, channel });
    void this.builder.readPinned();
  }

  readonly #channels = $derived.by((): readonly ChannelFacts[] =>
    this.console.me.channels.map(({ name, title, allowedOrigins }) => ({
      ...{ name, title },
      sites: allowedOrigins ?? [],
    })),
  );
  readonly policy = $derived.by(() => policyFor(this.builder.kind, location.origin));
  readonly style = $derived.by(() => styleIn(this.builder.kind));
  readonly page = $derived.by(() => `/live/${encodeURIComponent(this.builder.choice.channel)}`);

  /** In an effect: the address was changed. */
  follow(rest: string): void {
    const known = this.console.me.channel(rest);
    if (known) untrack(() => this.builder.change({ channel: known.name }));
  }

  /** In an effect: another channel was chosen. */
  readonly lead = (): void => {
    const { channel } = this.builder.choice;
    untrack(() => {
      const { screen, rest } = this.console.route.place;
      if (screen === EMBED_PATH && rest !== channel) this.console.route.go(EMBED_PATH, channel);
    });
  };

  /** In an effect: the ticker itself, as any site gets it. */
  readonly fetchTicker = (): void => {
    if (document.querySelector(`script[src="${SCRIPT}"]`)) return;
    const script = document.createElement('script');
    script.src = SCRIPT;
    document.head.append(script);
  };
}
