import type { Draft, Importing, Source } from './draft.ts';
export async function cloudShellDraft(_source: Source, _importing: Importing): Promise<Draft> {
  throw new Error('later');
}
