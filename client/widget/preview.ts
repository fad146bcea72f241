/**
 * The ticker as readers will see it, with headlines that no hub has sent: the console's preview. The one file of
 * this part that another part may see; the embedded script does without it.
 */
import { mount, unmount } from 'svelte';
import type { ChannelView, JoinFeed } from '../feed/join.ts';
import type { FeedChannel } from '../feed/state.ts';
import { defaultSettings } from './settings.ts';
import { adoptStyles } from './styles.ts';
import Ticker from './Ticker.svelte';
import { TickerModel } from './ticker.svelte.ts';

export interface Preview {
  show(channel: Omit<FeedChannel, 'position'>): void;
  close(): void;
}

/** Draws into the shadow root of `host`; one headline at a time, whole and at rest. */
export function openPreview(host: HTMLElement): Preview {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  adoptStyles(root);
  let view: ChannelView = { status: 'connecting' };
  let tell: (next: ChannelView) => void = () => undefined;
  const join: JoinFeed = (_hub, _channel, listener) => {
    tell = listener;
    listener(view);
    return { now: Date.now, leave: () => (tell = () => undefined) };
  };
  // Nobody hears its events, and a link in a preview leads nowhere.
  const model = new TickerModel({ tell: () => false, warn: () => undefined }, join);
  model.settings = { ...defaultSettings(), mode: 'step' };
  const drawing = mount(Ticker, { target: root, props: { model, host } });
  return {
    show(channel) {
      view = { status: 'live', channel: { ...channel, position: null } };
      tell(view);
    },
    close: () => void unmount(drawing),
  };
}
