/** Whose address a request truly comes from, behind proxies that the administrator names; nobody else's word is believed. */
import { BlockList, isIP } from 'node:net';

/** Nobody names more proxies in a row than this; what stands further left is not looked at. */
const MOST_HOPS = 10;

/** The addresses and networks of `GINNEL_TRUSTED_PROXIES`, ready to be asked. */
export interface TrustedProxies {
  has(address: string): boolean;
}

/** `10.0.0.2`, `10.1.0.0/16` or `fd00::/8`. */
export function isAddressOrNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/** @param names  each one that `isAddressOrNetwork` */
export function trustedProxies(names: readonly string[]): TrustedProxies {
  const list = new BlockList();
  for (const name of names) {
    const [address = '', bits] = name.split('/');
    if (bits === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(bits), familyOf(address));
  }
  return { has: (address) => isIP(address) !== 0 && list.check(address, familyOf(address)) };
}

/**
 * @param peer  who is at the other end of the connection
 * @param forwardedFor  `X-Forwarded-For` as it came: each proxy appends whom it heard from, so it is read from the right
 * @returns the first that is no trusted proxy. What stands further left is what a client claims.
 */
export function clientAddress(peer: string, forwardedFor: string | undefined, proxies: TrustedProxies): string {
  let client = plain(peer);
  for (const claimed of (forwardedFor ?? '').split(',').slice(-MOST_HOPS).reverse()) {
    if (!proxies.has(client)) break;
    const address = plain(claimed.trim());
    if (isIP(address) === 0) break;
    client = address;
  }
  return client;
}

/**
 * By what tries from an address are counted: of IPv6 the first 64 bits, for whoever has one such address has all that begin
 * like it (RFC 6177), and could try from a new one each time.
 */
export function countedAs(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = (address.split('%', 1)[0] ?? '').toLowerCase().split('::', 2);
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':').flatMap((each) => (each.includes('.') ? ['', ''] : each)));
  const [first, last] = [groups(head), groups(tail ?? '')];
  const between = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0');
  const network = [...first, ...between, ...last].slice(0, 4).map((each) => each.replace(/^0+(?=.)/, ''));
  return `${network.join(':')}::/64`;
}

/** An IPv4 address as IPv6 is the same address; some proxies add a port. */
function plain(address: string): string {
  const [, bracketed] = /^\[([^\]]+)\](?::\d+)?$/.exec(address) ?? [];
  const [, withoutPort] = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(address) ?? [];
  return (bracketed ?? withoutPort ?? address).replace(/^::ffff:(?=\d+\.)/i, '');
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
