import type { Metafile } from 'esbuild';

export function build(options?: { production?: boolean; names?: string[]; folder?: string }): Promise<Record<string, Metafile>>;
