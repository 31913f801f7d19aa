import type { Draft, Importing, Source } from './draft.ts';
export async function didactDraft(_source: Source, _importing: Importing): Promise<Draft> {
  throw new Error('later');
}
