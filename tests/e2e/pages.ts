/** Every page of the site, as the tests of all pages visit them. */
import { DOCUMENT_KINDS } from '@ginnel/domain/documents';
import { demoDocument } from './fixtures.ts';
import type { RunningServer } from '../conformance/running-server.ts';

export interface SitePage {
  readonly name: string;
  readonly path: string;
  /** A document: its live table is awaited by those who are signed in. */
  readonly isDocument: boolean;
}

export async function sitePages(server: RunningServer): Promise<SitePage[]> {
  const page = (name: string, path: string): SitePage => ({ name, path, isDocument: false });
  const documents = await Promise.all(
    DOCUMENT_KINDS.map(async (kind): Promise<SitePage> => {
      const { path } = await demoDocument(server, kind, kind === 'session' ? 'west' : 'radcliffe-west');
      return { name: kind, path, isDocument: true };
    }),
  );
  return [
    page('home', '/'),
    page('sign-in', '/sign-in'),
    page('link', '/sign-in/link#token'),
    page('borough', '/places/bury'),
    page('ward', '/places/radcliffe-west'),
    page('me', '/people/me'),
    page('moderation', '/moderation'),
    page('own-held', '/moderation/mine'),
    page('panels', '/moderation/panel'),
    page('moderation-record', '/moderation/record'),
    page('decisions', '/decisions'),
    page('people-list', '/administration/people'),
    page('called-in', `${documents[0]?.path}/people`),
    page('mailbox', '/demo/mailbox'),
    page('offline', '/offline'),
    page('not-found', '/nothing-here'),
    ...documents,
    page('who', `${documents[0]?.path}/who`),
  ];
}
