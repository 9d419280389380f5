/** The part of `oidc-provider` that the tests use; it comes without types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

  interface Context {
    readonly oidc: {
      readonly session: { readonly accountId: string };
      readonly client: { readonly clientId: string };
      readonly provider: Provider;
      readonly params: { readonly scope: string };
    };
  }

  interface Grant {
    addOIDCScope(scope: string): void;
    addOIDCClaims(claims: readonly string[]): void;
    save(): Promise<string>;
  }

  export default class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>);
    readonly Grant: new (options: { accountId: string; clientId: string }) => Grant;
    readonly Client: {
      find(id: string): Promise<{ backchannelLogoutUri: string; backchannelLogout(sub: string, sid: string): Promise<void> }>;
    };
    callback(): RequestListener;
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result: { login: { accountId: string; amr?: readonly string[]; acr?: string } },
    ): Promise<void>;
    on(event: string, listener: (...what: unknown[]) => void): this;
  }

  export type { Context };
}
