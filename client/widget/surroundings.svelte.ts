/** What the page and its reader mean for a ticker: is it seen at all, and may it move? */

/** So near to the window it moves already: a reader who scrolls to it finds it moving. */
const NEAR = '100px';

export class Surroundings {
  /** The reader asked the system for less motion. */
  still = $state.raw(false);
  #hidden = $state.raw(false);
  #away = $state.raw(false);

  /** In a tab that is shown, at a place that is on screen. */
  get awake(): boolean {
    return !this.#hidden && !this.#away;
  }

  /** In an effect. */
  watch(host: Element): () => void {
    const gone = new AbortController();
    const { signal } = gone;
    const wish = matchMedia('(prefers-reduced-motion: reduce)');
    const read = () => {
      this.still = wish.matches;
      this.#hidden = document.hidden;
    };
    read();
    wish.addEventListener('change', read, { signal });
    document.addEventListener('visibilitychange', read, { signal });
    const seen = new IntersectionObserver(
      (entries) => (this.#away = entries.at(-1)?.isIntersecting === false),
      { rootMargin: NEAR },
    );
    seen.observe(host);
    return () => {
      gone.abort();
      seen.disconnect();
    };
  }
}
