/** What every answer tells browsers to do for the person's safety, whoever wrote the answer: API, page or file. */

/** @param origin  ours: on https browsers are told to stay there, for a year and on every host below it (ASVS 5.0, 3.4.1) */
export function protectiveHeaders(origin: string): Readonly<Record<string, string>> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'DENY',
    ...(origin.startsWith('https:') && { 'strict-transport-security': STRICT_TRANSPORT }),
  };
}

export const STRICT_TRANSPORT = 'max-age=31536000; includeSubDomains';
