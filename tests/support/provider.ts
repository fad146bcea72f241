/** A real provider of OpenID Connect, which lets in whoever the test says, without asking for a password. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Provider, type OidcContext } from 'oidc-provider';

export const CLIENT = { id: 'ajil', secret: 'a-secret-of-the-tests-own' };

export interface Somebody {
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly name?: string;
}

export interface TestProvider {
  /** Who is at the browser from now on. */
  who: Somebody;
  /**
   * Goes where the hub sends the browser, signs in, and gives where it is sent back to.
   */
  visit(url: string): Promise<string>;
  close(): Promise<void>;
}

export async function startProvider(port: number, redirectUri: string): Promise<TestProvider> {
  const issuer = `http://127.0.0.1:${port}`;
  let logins = 0;
  const accounts = new Map<string, Somebody>();
  const provider: Provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    cookies: { keys: ['a key of the tests own'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    interactions: { url: () => '/login' },
    findAccount: (_: OidcContext, accountId: string) => ({
      accountId,
      claims: () => ({ sub: accountId, ...accounts.get(accountId) }),
    }),
    async loadExistingGrant({ oidc: { client, session } }: OidcContext) {
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  const server = createServer((request, response) => {
    if (request.url !== '/login') {
      answer(request, response);
      return;
    }
    const accountId = `account-${(logins += 1)}`;
    accounts.set(accountId, tested.who);
    void provider.interactionFinished(request, response, { login: { accountId } });
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');

  const tested: TestProvider = {
    who: {},
    async visit(url) {
      const jar = new Map<string, string>();
      let at = url;
      for (let n = 0; n < 6; n += 1) {
        const cookie = [...jar].map((pair) => pair.join('=')).join('; ');
        const response = await fetch(at, { redirect: 'manual', headers: { cookie } });
        for (const set of response.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
          jar.set(name, value);
        }
        const location = response.headers.get('location');
        if (location === null)
          throw new Error(`${at}: ${response.status} ${await response.text()}`);
        at = new URL(location, at).href;
        if (!at.startsWith(issuer)) return at;
      }
      throw new Error(`The provider leads nowhere: ${at}`);
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return tested;
}
