import { describe, expect, it } from 'vitest';
import { clientAddress, countedAs, isAddressOrNetwork, trustedProxies } from './client-address.ts';

const proxies = trustedProxies(['10.0.0.2', '172.18.0.0/16', 'fd00::/8']);

describe('the address of a client', () => {
  it('is that of the connection when no proxy is trusted, whatever the request says', () => {
    const nobody = trustedProxies([]);
    expect(clientAddress('203.0.113.9', '198.51.100.1', nobody)).toBe('203.0.113.9');
    expect(clientAddress('127.0.0.1', '198.51.100.1', nobody)).toBe('127.0.0.1');
  });

  it('is what a trusted proxy says, also over IPv6 and through two of them', () => {
    expect(clientAddress('10.0.0.2', '198.51.100.1', proxies)).toBe('198.51.100.1');
    expect(clientAddress('::ffff:10.0.0.2', '198.51.100.1', proxies)).toBe('198.51.100.1');
    expect(clientAddress('fd00::5', '2001:db8::7', proxies)).toBe('2001:db8::7');
    expect(clientAddress('172.18.0.9', '198.51.100.1, 10.0.0.2', proxies)).toBe('198.51.100.1');
    expect(clientAddress('10.0.0.2', '[2001:db8::7]:4711, 172.18.0.9:80', proxies)).toBe('2001:db8::7');
  });

  it('is never what a client put before the words of the proxy', () => {
    expect(clientAddress('10.0.0.2', '1.1.1.1, 198.51.100.1', proxies)).toBe('198.51.100.1');
    expect(clientAddress('10.0.0.2', '10.0.0.2, 198.51.100.1', proxies)).toBe('198.51.100.1');
    expect(clientAddress('198.51.100.66', '203.0.113.1', proxies)).toBe('198.51.100.66');
  });

  it('is that of the proxy when the proxy says nothing that is an address', () => {
    for (const forwarded of [undefined, '', 'unknown', '_hidden', '198.51.100.1, nonsense', ',,,'])
      expect(clientAddress('10.0.0.2', forwarded, proxies), forwarded).toBe('10.0.0.2');
  });

  it('counts with all others of its household’s network when it is IPv6', () => {
    const one = '2001:db8:0:7::/64';
    for (const each of ['2001:db8:0:7::1', '2001:0DB8:0000:0007:ffff:1:2:3', '2001:db8:0:7:1::', '2001:db8:0:7::198.51.100.1'])
      expect(countedAs(each), each).toBe(one);
    expect(countedAs('2001:db8:0:8::1')).not.toBe(one);
    expect(countedAs('::1')).toBe('0:0:0:0::/64');
    expect(countedAs('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
    expect(countedAs('198.51.100.1')).toBe('198.51.100.1');
  });

  it('of a network is told from what is none', () => {
    for (const good of ['10.0.0.2', '10.0.0.0/8', '::1', 'fd00::/8']) expect(isAddressOrNetwork(good), good).toBe(true);
    for (const bad of ['', 'caddy', '10.0.0', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', 'fd00::/129', '*'])
      expect(isAddressOrNetwork(bad), bad).toBe(false);
  });
});
