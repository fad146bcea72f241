/** The app that makes codes, on a person's phone. */
import { TOTP, URI } from 'otpauth';

/** The code of this moment, or of so many steps of 30 s from it. */
export function codeFor(uri: string, steps = 0): string {
  const app = URI.parse(uri);
  if (!(app instanceof TOTP)) throw new Error(`${uri} is not for codes by time`);
  return app.generate({ timestamp: Date.now() + steps * 30_000 });
}
