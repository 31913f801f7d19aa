import type { Draft, Importing, Source } from './draft.ts';
export async function walkthroughDrafts(_source: Source, _importing: Importing): Promise<Draft[]> {
  throw new Error('later');
}
