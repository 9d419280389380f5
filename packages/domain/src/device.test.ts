import { expect, it } from 'vitest';
import { deviceInWords } from './device.ts';

it('a browser is named as people name it', () => {
  const chrome = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
  expect(deviceInWords(chrome)).toBe('Chrome on Windows');
  expect(deviceInWords(`${chrome} Edg/140.0.0.0`)).toBe('Edge on Windows');
  expect(deviceInWords('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1')).toBe(
    'Safari on iPhone',
  );
  expect(deviceInWords('curl/7.88.1')).toBe('');
});
