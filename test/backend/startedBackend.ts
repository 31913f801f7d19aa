import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { type AppOptions, buildApp } from '../../src/backend/app.ts';
import { openStore, type Store } from '../../src/backend/store/store.ts';
import { type BatchAnswer, batchMediaType, type OnrampEvent } from '../../src/protocol/event.ts';
import type { FunnelAnswer, TutorialMetrics } from '../../src/protocol/metrics.ts';

export const keys = { writeKey: 'a-write-key', adminToken: 'an-admin-token' };

export type Backend = {
  app: FastifyInstance;
  store: Store;
  dir: string;
  /** What the backend takes for now. */
  clock: { now: number };
  report(events: unknown): Promise<LightMyRequestResponse>;
  /** Reports and expects that it was taken. */
  keep(...events: OnrampEvent[]): Promise<BatchAnswer>;
  ask(url: string, options?: InjectOptions): Promise<LightMyRequestResponse>;
  tutorials(): Promise<TutorialMetrics[]>;
  funnel(pack: string, tutorial: string): Promise<FunnelAnswer>;
  /** Closes it and opens it again on the same folder. */
  restart(): Promise<void>;
  close(): Promise<void>;
};

/** The real app over a real database in a folder of its own. */
export async function startBackend({
  limits,
  dashboardDir,
  trustProxy,
  uploadTime,
}: Pick<AppOptions, 'limits' | 'dashboardDir' | 'trustProxy' | 'uploadTime'> = {}): Promise<Backend> {
  const dir = await mkdtemp(join(tmpdir(), 'onramp-backend-'));
  const clock = { now: Date.parse('2026-03-10T12:00:00Z') };
  const now = () => clock.now;
  async function open() {
    const store = await openStore({ path: join(dir, 'onramp.db'), project: 'default', now });
    const app = await buildApp({ store, keys, now, version: '0.0.0', logLevel: 'silent', limits, dashboardDir, trustProxy, uploadTime });
    app.addHook('onClose', () => store.close());
    return { store, app };
  }
  const backend: Backend = {
    ...(await open()),
    dir,
    clock,
    report: (events) =>
      backend.app.inject({
        method: 'POST',
        url: '/v1/events',
        headers: { authorization: `Bearer ${keys.writeKey}`, 'content-type': batchMediaType },
        payload: typeof events === 'string' || Buffer.isBuffer(events) ? events : JSON.stringify(events),
      }),
    async keep(...events) {
      const answer = await backend.report(events);
      if (answer.statusCode !== 200) throw new Error(answer.body);
      return answer.json();
    },
    ask: (url, options) => backend.app.inject({ url, headers: { authorization: `Bearer ${keys.adminToken}` }, ...options }),
    tutorials: async () => (await backend.ask('/v1/metrics/tutorials')).json().tutorials,
    funnel: async (pack, tutorial) => (await backend.ask(`/v1/metrics/funnel?pack=${pack}&tutorial=${tutorial}`)).json(),
    async restart() {
      await backend.app.close();
      Object.assign(backend, await open());
    },
    async close() {
      await backend.app.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
  return backend;
}
