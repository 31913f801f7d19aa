import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';

const root = join(import.meta.dirname, '../..');

/** A folder of its own to run the built `onramp` in. */
export type Desk = {
  dir: string;
  /** Writes files; objects become JSON. */
  put(files: Readonly<Record<string, string | Uint8Array | object>>): Promise<void>;
  onramp(...args: string[]): Promise<{ said: string; complaint: string; exit: number }>;
  /** Added to the environment. */
  env: Record<string, string | undefined>;
  dispose(): Promise<void>;
};

export async function openDesk(): Promise<Desk> {
  const dir = await mkdtemp(join(tmpdir(), 'onramp-desk-'));
  const desk: Desk = {
    dir,
    env: {},
    put: async (files) => {
      for (const [path, content] of Object.entries(files)) {
        await mkdir(dirname(join(dir, path)), { recursive: true });
        const isPlain = typeof content === 'string' || content instanceof Uint8Array;
        await writeFile(join(dir, path), isPlain ? content : JSON.stringify(content, undefined, 2));
      }
    },
    onramp: async (...args) => {
      const env = { ...process.env, npm_execpath: undefined, ...desk.env };
      const child = spawn(process.execPath, [join(root, 'dist/cli.mjs'), ...args], { cwd: dir, env, stdio: ['ignore', 'pipe', 'pipe'] });
      const [said, complaint, [exit]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
      return { said, complaint, exit };
    },
    dispose: () => rm(dir, { recursive: true, force: true, maxRetries: 5 }),
  };
  return desk;
}

/** A small pack that lints and whose one tutorial passes its test. */
export function soundPack(name: string, version: string, more: Readonly<Record<string, unknown>> = {}) {
  return {
    'onramp.json': { name, version, title: `The pack ${name}`, publisher: 'Tests', description: 'For tests', license: 'MIT', ...more },
    'tutorials/start.md': tutorial('hello'),
  };
}

/** A tutorial that writes a file and checks for this text in it. */
export function tutorial(expected: string): string {
  return `---
title: Start
---

What you will make.

## Write {#write}

\`\`\`text title="hello.txt"
hello
\`\`\`

\`\`\`yaml check
file: hello.txt
contains: ${expected}
\`\`\`
`;
}
