import { apiFor, ifThere, need } from '#lib/api/read.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, parent, url }) => {
  const { me } = await parent();
  const api = apiFor(fetch);
  const documentId = url.searchParams.get('document');
  const personId = url.searchParams.get('person');
  const mayAsk = me.person !== null && (await ifThere(api.expunges())) !== null;
  const document = documentId === null || !mayAsk ? null : await need(api.document(documentId));
  const written = documentId === null || !mayAsk ? null : await need(api.documentAuthors(documentId));
  const { organisations } = await need(api.organisations());
  return {
    mayAsk,
    document: document === null ? null : { id: document.id, kind: document.kind, title: document.title },
    written,
    organisations,
    personId,
    path: url.searchParams.get('path'),
    heldId: url.searchParams.get('held'),
    here: url.pathname + url.search,
  };
};
