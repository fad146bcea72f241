/** Passwords: argon2id with the parameters of docs/decisions/accounts.md, and no more at a time than the hub can bear. */
import { hash, verify, type Options } from '@node-rs/argon2';
import { tooManyRequests } from '../../shared/problem.ts';

/** OWASP's choice for argon2id, which is the library's own algorithm: memory in KiB, passes, threads. */
const COST: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** At a time. Each takes 19 MiB, and a thread of the four that files and names need too. */
const AT_ONCE = 2;
/** That stand behind them: on a slow machine it takes some seconds until the last has its turn. */
const WAITING = 200;

/** Problem of both: `too_many_requests`, where too many wait. */
export interface Passwords {
  /** In PHC form. */
  hash(password: string): Promise<string>;
  /**
   * Takes as long where there is nothing to compare with, and then is false: so time does not tell whether
   * there is an account. `first` is called when its turn has come, and may throw to be spared the work.
   */
  verify(phc: string | undefined, password: string, first?: () => Promise<void>): Promise<boolean>;
}

export async function openPasswords(newToken: () => string): Promise<Passwords> {
  const inTurn = createTurns(AT_ONCE);
  const nobodys = await hash(newToken(), COST);
  return {
    hash: (password) => inTurn(() => hash(normal(password), COST)),
    verify: (phc, password, first) =>
      inTurn(async () => {
        await first?.();
        const fits = await verify(phc ?? nobodys, normal(password));
        return fits && phc !== undefined;
      }),
  };
}

/** The same keys give other bytes on another keyboard (NIST SP 800-63B, 5.1.1.2). */
const normal = (password: string): string => password.normalize('NFKC');

function createTurns(atOnce: number): <T>(act: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = atOnce;
  return async (act) => {
    if (waiting.length >= WAITING) throw tooManyRequests('Too many sign in at this moment', 1);
    if (free === 0) await new Promise<void>((go) => waiting.push(go));
    else free -= 1;
    try {
      return await act();
    } finally {
      // The place goes from hand to hand: whoever comes now stands behind those who wait.
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
