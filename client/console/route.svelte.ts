/** The place in the address, and what a link brought along. */
import { errandOf, hashOf, placeOf, type Errand } from './route.ts';

export class RouteModel {
  place = $state.raw(placeOf(location.hash));
  errand = $state.raw<Errand>(errandOf(location.hash));

  constructor() {
    // A token stays neither in the address bar nor in the browser's history.
    if (this.errand.invitation !== undefined || this.errand.problem !== undefined) {
      history.replaceState(null, '', location.pathname);
    }
  }

  /** In an effect. */
  readonly watch = (): (() => void) => {
    const look = (): void => {
      const errand = errandOf(location.hash);
      if (errand.invitation !== undefined || errand.problem !== undefined) {
        this.errand = errand;
        history.replaceState(null, '', location.pathname);
      } else this.place = placeOf(location.hash);
    };
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  };

  go(screen: string, rest = ''): void {
    location.hash = hashOf(screen, rest);
  }

  done(): void {
    this.errand = {};
  }
}
