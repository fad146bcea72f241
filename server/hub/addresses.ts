/**
 * Whoever comes from one address, which may be one person's flood or a whole mobile network. This node
 * counts alone: to ask Redis for each of a crowd would cost more than to greet it.
 */

/** Everybody of one address, while there is somebody. */
export interface Household {
  readonly address: string;
  viewers: number;
}

export interface Addresses {
  /** Why no more may come in from there now; undefined: it may, and it counts as having come. */
  objection(newcomer: Newcomer): string | undefined;
  /** It is here; gives what it belongs to until it leaves. */
  arrive(address: string): Household;
  leave(household: Household): void;
}

export interface Newcomer {
  readonly address: string;
  readonly isPolling: boolean;
}

export interface AddressesPorts {
  readonly maxViewersPerAddress: number;
  /** Within a second. */
  readonly maxConnectsPerAddress: number;
  /** A clock that only goes on, ms. */
  readonly elapsed: () => number;
}

export function createAddresses(ports: AddressesPorts): Addresses {
  const { maxViewersPerAddress, maxConnectsPerAddress, elapsed } = ports;
  const households = new Map<string, Household>();
  /** Who came in this second. All are forgotten together, so no address that came once is kept. */
  let arrivals = new Map<string, number>();
  let since = elapsed();
  // As at the gate: in a storm, who was refused asks again by polling and would stay with that.
  const mostPolling = Math.ceil(maxConnectsPerAddress / 2);

  return {
    objection({ address, isPolling }) {
      if ((households.get(address)?.viewers ?? 0) >= maxViewersPerAddress) {
        return `${maxViewersPerAddress} viewers from ${address} are here already`;
      }
      if (elapsed() - since >= 1_000) {
        arrivals = new Map();
        since = elapsed();
      }
      const came = arrivals.get(address) ?? 0;
      if (came >= (isPolling ? mostPolling : maxConnectsPerAddress)) {
        return `${maxConnectsPerAddress} viewers a second come in from ${address}, and more are coming`;
      }
      arrivals.set(address, came + 1);
      return undefined;
    },
    arrive(address) {
      const household = households.get(address) ?? { address, viewers: 0 };
      households.set(address, household);
      household.viewers += 1;
      return household;
    },
    leave(household) {
      household.viewers -= 1;
      if (household.viewers === 0) households.delete(household.address);
    },
  };
}
