import { cataloguePath, publishAnswer, tarballMediaType } from '../../protocol/catalogue.ts';
import { type Problem, problem } from '../../protocol/problem.ts';
import type { Destination } from './destination.ts';

export type CatalogueChoices = { backend: string; adminToken: string };

/** A backend that says nothing for so long, in milliseconds, says nothing any more. */
const patience = 60_000;

/** The catalogue of a backend of ours. */
export function catalogueDestination({ backend, adminToken }: CatalogueChoices, signal: AbortSignal): Destination {
  const address = backend.replace(/\/+$/, '');
  const ask = async (path: string, options: RequestInit & { headers?: Record<string, string> } = {}): Promise<Response> => {
    const headers = { authorization: `Bearer ${adminToken}`, ...options.headers };
    try {
      return await fetch(`${address}${path}`, { ...options, headers, signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]) });
    } catch (cause) {
      const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause);
      throw new Error(`The backend ${address} does not answer (${reason}): is it running, and is this its address?`, { cause });
    }
  };
  return {
    kind: 'catalogue',
    address,
    facts: isOpen(address) ? ['without https: whoever stands between can read the admin token'] : [],
    standing: async ({ manifest: { name, version }, integrity }) => {
      const answer = await ask(`${cataloguePath(name, version)}/tarball`, { headers: { 'if-none-match': `"${integrity}"` } });
      if (answer.status === 304) return 'same';
      const told = answer.ok ? undefined : await problemIn(answer);
      await answer.body?.cancel().catch(() => {});
      if (answer.ok) return 'other';
      if (told?.code === 'version.unknown') return 'absent';
      throw new Error(refusal(address, answer.status, told));
    },
    publish: async ({ bytes }) => {
      const answer = await ask('/v1/packs', { method: 'POST', headers: { 'content-type': tarballMediaType }, body: new Uint8Array(bytes) });
      if (!answer.ok) throw new Error(refusal(address, answer.status, await problemIn(answer)));
      if (!publishAnswer.safeParse(await answer.json().catch(() => undefined)).success) {
        throw new Error(`${address} answered with something else than a backend of Onramp does: is this its address?`);
      }
    },
  };
}

/** Whether what is sent there could be read on its way. */
function isOpen(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'http:' && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

async function problemIn(answer: Response): Promise<Problem | undefined> {
  const read = problem.safeParse(await answer.json().catch(() => undefined));
  return read.success ? read.data : undefined;
}

function refusal(address: string, status: number, told: Problem | undefined): string {
  if (told === undefined) return `${address} answered with status ${status}: is this the address of a backend of Onramp?`;
  return `The backend ${address} turned it down: ${told.detail ?? told.title}`;
}
