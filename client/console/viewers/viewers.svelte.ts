/** Who watches a channel: the numbers of now come live, the day is read every five minutes. */
import type { Attendance, Census } from '../../../shared/attendance.ts';
import type { ConsoleModel } from '../console.svelte.ts';
import type { Refusal } from '../hub.ts';
import { nearestTo, peakOf, pointsOf, readAttendance, stretchesOf, type Point } from './day.ts';

/** ms. */
const AGAIN = 300_000;
const DAY = 86_400_000;
/** Sites that the table has; the others are one line. */
const SITES = 12;
const NOBODY: Census = { count: 0, byOrigin: {} };

export class ViewersModel {
  readonly console: ConsoleModel;
  readonly #channel: string;
  /** The day, and when it was read by the hub's clock, ms. */
  read = $state.raw<{ readonly at: number; readonly told: Attendance }>();
  refusal = $state.raw<Refusal>();
  /** Whose line is shown beside everybody's; '' is those who come from no page. */
  site = $state<string>();
  /** The moment that is looked at, ms. */
  #looked = $state<number>();

  constructor(model: ConsoleModel, channel: string) {
    this.console = model;
    this.#channel = channel;
  }

  /** In an effect, as long as the panel is open. */
  readonly follow = (): (() => void) => {
    void this.#ask();
    const timer = setInterval(() => void this.#ask(), AGAIN);
    return () => clearInterval(timer);
  };

  async #ask(): Promise<void> {
    const path = `/api/channels/${this.#channel}/viewers`;
    const answer = await this.console.hub.ask('GET', path, readAttendance);
    this.refusal = answer.kind === 'refused' ? answer.refusal : undefined;
    if (answer.kind === 'done') this.read = { at: this.console.hub.now(), told: answer.value };
  }

  /** As the live link told it last; without one, as it was read. */
  readonly #last = $derived.by(() => {
    const { read } = this;
    const told: Census = this.console.live.viewers.get(this.#channel) ?? read?.told ?? NOBODY;
    return { told, at: this.console.hub.now() };
  });
  readonly now = $derived(this.#last.told);
  /** When that was so by the hub's clock, ms. */
  readonly at = $derived(this.#last.at);
  readonly from = $derived(this.at - DAY);
  readonly every = $derived((this.read?.told.every ?? 300) * 1_000);

  readonly #largest = $derived(Object.entries(this.now.byOrigin).sort(([, a], [, b]) => b - a));
  readonly sites = $derived(this.#largest.slice(0, SITES));
  /** How many come from other sites than these. */
  readonly others = $derived(this.sites.reduce((rest, [, one]) => rest - one, this.now.count));

  readonly everybody = $derived.by(() => this.#pointsOf(undefined));
  /** Those of the site that was chosen, or everybody's. */
  readonly points = $derived.by(() =>
    this.site === undefined ? this.everybody : this.#pointsOf(this.site),
  );
  readonly stretches = $derived(stretchesOf(this.everybody, this.every));
  readonly chosen = $derived.by(() =>
    this.site === undefined ? undefined : stretchesOf(this.points, this.every),
  );
  readonly peak = $derived(peakOf(this.points));
  readonly most = $derived(Math.max(4, peakOf(this.everybody)?.count ?? 0));
  readonly hasGaps = $derived.by(() => {
    const first = this.everybody[0];
    return (
      this.stretches.length > 1 || (first !== undefined && first.at - this.from > 2 * this.every)
    );
  });

  #pointsOf(site: string | undefined): readonly Point[] {
    const { count, byOrigin } = this.now;
    const told = site === undefined ? count : byOrigin[site];
    const day = this.read ? pointsOf(this.read.told.day, site) : [];
    const shown = day.filter(({ at }) => at >= this.from && at < this.at);
    return [...shown, { at: this.at, count: told ?? 0 }];
  }

  /** The place of the point that is looked at; the last, where none is. */
  readonly place = $derived.by(() =>
    this.#looked === undefined ? this.points.length - 1 : nearestTo(this.points, this.#looked),
  );
  readonly marker = $derived(this.#looked === undefined ? undefined : this.points[this.place]);

  /** undefined: at none any more. */
  lookAt(at: number | undefined): void {
    this.#looked = at;
  }

  /** So many points on, or back. */
  step(by: number): void {
    const to = Math.min(Math.max(this.place + by, 0), this.points.length - 1);
    this.#looked = this.points[to]?.at;
  }
}
