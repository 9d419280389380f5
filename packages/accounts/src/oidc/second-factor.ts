/** Whether a provider says that somebody signed in with two factors. */

/** Something one has or is, by the names of RFC 8176. */
const SECOND: readonly string[] = ['otp', 'sms', 'tel', 'hwk', 'swk', 'sc', 'pop', 'fpt', 'face', 'iris', 'retina', 'vbm'];

/** @param acr  what this provider calls two factors; `null`: judge by the methods that it names */
export function isTwoFactor(claims: { readonly [claim: string]: unknown }, acr: string | null): boolean {
  if (acr !== null) return claims['acr'] === acr;
  const methods: readonly unknown[] = Array.isArray(claims['amr']) ? claims['amr'] : [];
  if (methods.includes('mfa')) return true;
  const knows = methods.includes('pwd') || methods.includes('pin');
  return knows && methods.some((method) => typeof method === 'string' && SECOND.includes(method));
}
