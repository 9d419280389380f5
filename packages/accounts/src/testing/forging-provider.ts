/** For tests: a provider that signs whatever ID or logout token it is told to, or another than it should. */
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Forgery {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly algorithm?: 'RS256' | 'none' | 'HS256';
  /** Signs with a key that is not in the provider's key set. */
  readonly otherKey?: boolean;
  readonly typ?: string;
}

export interface ForgingProvider {
  readonly issuer: string;
  /** The next ID token, made from the nonce of the attempt. */
  next: (nonce: string) => Forgery;
  nonce: string;
  sign(forgery: Forgery): string;
  close(): Promise<void>;
}

export async function forgingProvider(clientSecret: string): Promise<ForgingProvider> {
  const real = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const server = createServer((request, response) => {
    const answer = (body: unknown): void => void response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    if (request.url === '/.well-known/openid-configuration') {
      const { issuer } = forging;
      answer({
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        id_token_signing_alg_values_supported: ['RS256'],
        authorization_response_iss_parameter_supported: true,
      });
    } else if (request.url === '/jwks') {
      answer({ keys: [{ ...real.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] });
    } else {
      answer({ access_token: 'x', token_type: 'bearer', id_token: forging.sign(forging.next(forging.nonce)) });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const forging: ForgingProvider = {
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    next: () => ({ claims: {} }),
    nonce: '',
    sign({ claims, algorithm = 'RS256', otherKey = false, typ = 'JWT' }) {
      return signedToken(claims, { alg: algorithm, kid: 'one', typ }, otherKey ? other.privateKey : real.privateKey, clientSecret);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return forging;
}

function signedToken(
  claims: Forgery['claims'],
  header: { alg: string; kid: string; typ: string },
  key: KeyObject,
  clientSecret: string,
): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part(header)}.${part(claims)}`;
  if (header.alg === 'none') return `${signed}.`;
  const signature =
    header.alg === 'HS256' ? createHmac('sha256', clientSecret).update(signed).digest() : sign('sha256', Buffer.from(signed), key);
  return `${signed}.${signature.toString('base64url')}`;
}
