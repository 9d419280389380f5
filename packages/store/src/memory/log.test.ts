import { describeDocumentLog } from '../contract/document-log.ts';
import { createMemoryLog } from './log.ts';

describeDocumentLog('the log in memory', async () => {
  const log = createMemoryLog();
  return { log, putDocument: async (info) => log.putDocument(info), end: () => log.close() };
});
