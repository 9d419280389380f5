/**
 * `node tests/conformance/run.ts --release 0.1.0`: adds the golden documents of a release to the corpus, which is
 * append-only: documents of every release must open for ever.
 */
import { parseArgs } from 'node:util';
import { makeCorpus } from './corpus/make.ts';

const { values } = parseArgs({ options: { release: { type: 'string' } } });
if (values.release === undefined) throw new Error('Which release? --release 0.1.0');
const made = makeCorpus(values.release);
console.log(made.length > 0 ? `made ${made.join(', ')}` : 'all there already');
