/** A chosen file as the API takes it. */

/** The largest list that goes in one request. */
const MAX_BYTES = 180_000;

export interface ListFile {
  readonly name: string;
  /** Base64 of the file as it lies on the disk: the server finds out its encoding. */
  readonly bytes: string;
}

/** `null`: larger than one request carries. */
export async function readListFile(file: File): Promise<ListFile | null> {
  if (file.size > MAX_BYTES) return null;
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return { name: file.name, bytes: btoa(binary) };
}
