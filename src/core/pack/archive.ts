import { gunzipSync } from 'fflate';
import { parseTar } from 'nanotar';

export type ArchiveEntry = { path: string; content: Uint8Array; executable: boolean };

export async function unpackTarball(bytes: Uint8Array): Promise<ArchiveEntry[]> {
  return parseTar(gunzipSync(bytes)).flatMap(({ name, data, type }) =>
    type === 'file' ? [{ path: name, content: data ?? new Uint8Array(), executable: false }] : [],
  );
}
