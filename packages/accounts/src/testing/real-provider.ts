/** For tests: a real OpenID provider (`oidc-provider`) at which one account signs in without being asked. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Context } from 'oidc-provider';

export interface Account {
  readonly sub: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly amr: readonly string[];
  readonly acr?: string;
}

export interface RealProvider {
  readonly issuer: string;
  /** Who signs in next. */
  account: Account;
  /** What a browser does between our redirect and our callback. @returns the address at which it comes back */
  visit(url: URL): Promise<URL>;
  /** Ends a sign-in there, and tells the client at `uri`, as the provider itself does. Rejects when the client does not take it. */
  endSignIn(signIn: { readonly sub: string; readonly sid: string; readonly uri: string }): Promise<void>;
  close(): Promise<void>;
}

export const CLIENT = { clientId: 'ginnel', clientSecret: 'a-secret-of-the-installation-only' };

export async function realProvider(redirectUri: string): Promise<RealProvider> {
  const server: Server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
        redirect_uris: [redirectUri],
        backchannel_logout_uri: `${new URL(redirectUri).origin}/logout`,
        backchannel_logout_session_required: true,
      },
    ],
    claims: { openid: ['sub', 'acr', 'amr'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    // Its own would not speak to this machine.
    fetch: (url: string, { dispatcher: _own, ...init }: RequestInit & { dispatcher?: unknown }) => fetch(url, init),
    acrValues: ['two-factor'],
    cookies: { keys: ['only-for-tests'] },
    ttl: { Interaction: 60, Grant: 60, Session: 60, AccessToken: 60, IdToken: 60 },
    features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
    interactions: { url: (_context: Context, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_context: Context, sub: string) => ({
      accountId: sub,
      claims: () => ({ sub, email: real.account.email, email_verified: real.account.emailVerified }),
    }),
    async loadExistingGrant({ oidc }: Context) {
      const grant = new oidc.provider.Grant({ accountId: oidc.session.accountId, clientId: oidc.client.clientId });
      grant.addOIDCScope('openid email');
      grant.addOIDCClaims(['acr', 'amr']);
      await grant.save();
      return grant;
    },
  });
  const serve = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return serve(request, response);
    const { sub, amr, acr } = real.account;
    void provider.interactionFinished(request, response, { login: { accountId: sub, amr, ...(acr === undefined ? {} : { acr }) } });
  });

  const real: RealProvider = {
    issuer,
    account: { sub: 'nobody', email: '', emailVerified: false, amr: [] },
    async visit(url) {
      const cookies = new Map<string, string>();
      for (let at = url; ;) {
        if (at.origin !== issuer) return at;
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const response = await fetch(at, { redirect: 'manual', headers: { cookie } });
        for (const line of response.headers.getSetCookie()) {
          const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
          cookies.set(name, value);
        }
        const location = response.headers.get('location');
        if (location === null) throw new Error(`The provider answered ${response.status}: ${await response.text()}`);
        at = new URL(location, issuer);
      }
    },
    async endSignIn({ sub, sid, uri }) {
      const client = await provider.Client.find(CLIENT.clientId);
      client.backchannelLogoutUri = uri;
      await client.backchannelLogout(sub, sid);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return real;
}
