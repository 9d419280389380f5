/**
 * What appends refer to and what is never taken away again: the keys of authors, and that a document has a head. Made
 * before the appends' own transaction and remembered, so that a usual commit asks for none of it.
 */
import type pg from 'pg';
import { assert } from '@ginnel/base/assert';
import type { DocumentId } from '@ginnel/base/ids';
import type { Author } from '@ginnel/domain/people';
import type { Append } from '../ports/document-log.ts';

export class Interned {
  readonly #pool: pg.Pool;
  readonly #keys = new Map<string, number>();
  readonly #withHead = new Set<DocumentId>();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  async ready(appends: readonly Append[]): Promise<void> {
    const headless = new Set<DocumentId>();
    const unknown = new Map<string, Author>();
    for (const { documentId, rows, leases } of appends) {
      if (!this.#withHead.has(documentId)) headless.add(documentId);
      for (const { author } of [...rows, ...leases]) if (!this.#keys.has(nameOf(author))) unknown.set(nameOf(author), author);
    }
    if (headless.size > 0) await this.#makeHeads([...headless]);
    if (unknown.size > 0) await this.#makeKeys([...unknown.values()]);
  }

  keyOf(author: Author): number {
    const key = this.#keys.get(nameOf(author));
    assert(key !== undefined, 'every author that is written has a key');
    return key;
  }

  async #makeHeads(documentIds: readonly DocumentId[]): Promise<void> {
    const values = [documentIds];
    await this.#pool.query(
      'insert into document_head (document, seq) select key, 0 from document where id = any($1) order by key on conflict do nothing',
      values,
    );
    const { rows } = await this.#pool.query<{ id: DocumentId }>(
      'select d.id from document d join document_head h on h.document = d.key where d.id = any($1)',
      values,
    );
    for (const { id } of rows) this.#withHead.add(id);
  }

  async #makeKeys(authors: readonly Author[]): Promise<void> {
    const values = [authors.map(({ personId }) => personId), authors.map(({ capacityId }) => capacityId)];
    await this.#pool.query(
      `insert into log_author (person_id, capacity_id) select * from unnest($1::text[], $2::text[]) as named (person, capacity)
       order by person, capacity on conflict do nothing`,
      values,
    );
    const { rows } = await this.#pool.query<{ key: number } & Author>(
      `select key, person_id as "personId", capacity_id as "capacityId" from log_author
       where (person_id, capacity_id) in (select * from unnest($1::text[], $2::text[]))`,
      values,
    );
    for (const row of rows) this.#keys.set(nameOf(row), row.key);
  }
}

function nameOf({ personId, capacityId }: Author): string {
  return `${personId}\n${capacityId}`;
}
