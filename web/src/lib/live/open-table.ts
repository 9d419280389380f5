export async function openTable(_options: { say: (words: string) => void; [option: string]: unknown }): Promise<null> { return null; }
