/** Names of this machine that nobody else can reach (RFC 6761 reserves `localhost` and what ends in it). */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
