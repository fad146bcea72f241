/**
 * Signing in with a provider of OpenID Connect Core 1.0: authorization code with PKCE (RFC 7636), state and
 * nonce. The library checks the tokens; here is what the hub makes of them.
 */
import * as client from 'openid-client';
import { Problem } from '../../shared/problem.ts';
import { PERSON_LIMITS } from '../../shared/person.ts';
import { emailOf } from './email.ts';
import type { OpenId } from './people.ts';

export interface OpenIdPorts {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Seconds for each answer of the provider: somebody is waiting at a browser. */
const PATIENCE = 5;

export function createOpenId({ issuer, clientId, clientSecret }: OpenIdPorts): OpenId {
  let known: Promise<client.Configuration> | undefined;

  /** Asked when somebody first signs in: a provider that is away must not keep the hub from its start. */
  function configuration(): Promise<client.Configuration> {
    const server = new URL(issuer);
    // `readConfig` lets plain http through for this machine only, where the library's warning does not hold.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    const execute = server.protocol === 'http:' ? [client.allowInsecureRequests] : [];
    const options = { timeout: PATIENCE, execute };
    known ??= client.discovery(server, clientId, clientSecret, undefined, options);
    known.catch(() => (known = undefined));
    return known;
  }

  return {
    begin: (redirectUri) =>
      asked(async () => {
        const config = await configuration();
        const [state, nonce] = [client.randomState(), client.randomNonce()];
        const verifier = client.randomPKCECodeVerifier();
        const url = client.buildAuthorizationUrl(config, {
          redirect_uri: redirectUri,
          scope: 'openid email profile',
          ...{ state, nonce, code_challenge_method: 'S256' },
          code_challenge: await client.calculatePKCECodeChallenge(verifier),
        });
        return { url: url.href, pending: { state, nonce, verifier } };
      }),
    finish: (callback, { state, nonce, verifier }) =>
      asked(async () => {
        const config = await configuration();
        const tokens = await client.authorizationCodeGrant(config, callback, {
          ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier },
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        // Some providers tell an e-mail only when asked for it.
        return claims === undefined || claims['email'] !== undefined
          ? personOf(claims)
          : personOf(await client.fetchUserInfo(config, tokens.access_token, claims.sub));
      }),
  };
}

/** Some providers let anybody claim an address, and say so by this. */
function personOf(claims: Readonly<Record<string, unknown>> | undefined) {
  const { email, email_verified: verified, name } = claims ?? {};
  const address = typeof email === 'string' ? emailOf(email) : undefined;
  if (address === undefined) throw refused('The provider tells no e-mail');
  if (verified !== true) throw refused('The provider has not verified the e-mail');
  const given = typeof name === 'string' ? nameOf(name) : '';
  return { email: address, name: given === '' ? (address.split('@')[0] ?? address) : given };
}

/** One plain line, as a person could have typed it. */
function nameOf(text: string): string {
  const plain = text
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ');
  return plain.trim().slice(0, PERSON_LIMITS.name);
}

async function asked<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    throw refused(`The provider: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
}

function refused(detail: string, cause?: unknown): Problem {
  return new Problem('provider_refused', detail, [], { cause });
}
