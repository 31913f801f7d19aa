import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import staticFiles from '@fastify/static';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { batchMediaType } from '../protocol/event.ts';
import { type Keys, sessionSecret } from './http/access.ts';
import { mustBeUtf8, nameEncodings } from './http/encodings.ts';
import { eventRoutes } from './http/events.ts';
import { healthRoutes } from './http/health.ts';
import { parseJsonBody } from './http/jsonBody.ts';
import { liveRoutes } from './http/live.ts';
import { metricsRoutes } from './http/metrics.ts';
import { describeRoutes } from './http/openApi.ts';
import { packRoutes } from './http/packs.ts';
import { answerErrorsAsProblems, malformedAsProblems, Refusal } from './http/refusal.ts';
import { sessionRoutes } from './http/session.ts';
import type { Store } from './store/store.ts';

export type AppOptions = {
  store: Store;
  keys: Keys;
  /** Milliseconds since 1970. */
  now(): number;
  version: string;
  /** The folder with the built dashboard; without it there is none at `/`. */
  dashboardDir?: string | undefined;
  logLevel?: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent' | undefined;
  limits?: Partial<Limits> | undefined;
  /** Takes a client's address, and whether it came by https, from the headers of a proxy. Anybody could write those where there is none. */
  trustProxy?: boolean | undefined;
  /** Milliseconds in which a request must have come whole. */
  uploadTime?: number | undefined;
};

/** What one address may ask for in a minute. */
export type Limits = { batchesPerMinute: number; readsPerMinute: number; publishesPerMinute: number; loginsPerMinute: number };

/** Time enough for the largest pack at 2 Mbit/s. */
const usualUploadTime = 120_000;

const usualLimits: Limits = { batchesPerMinute: 6000, readsPerMinute: 1200, publishesPerMinute: 60, loginsPerMinute: 20 };

/** The whole HTTP interface, listening to nobody yet. It does not own the store. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { store, keys, now, version, dashboardDir, logLevel = 'warn', trustProxy = false, uploadTime = usualUploadTime } = options;
  const limits = { ...usualLimits, ...options.limits };
  const app = fastify({
    ...malformedAsProblems,
    requestTimeout: uploadTime,
    // Node holds the headers to the time that it is made with, at most.
    http: { requestTimeout: uploadTime, connectionsCheckingInterval: uploadTime / 10 },
    // One proxy: what stands before its own word in X-Forwarded-For, anybody could have written.
    trustProxy: trustProxy && ((_address, hop) => hop === 0),
    // A pack's name may be that long, and its slash be written as %2F.
    routerOptions: { maxParamLength: 300 },
    logger: { level: logLevel },
    logController: new LogController({ disableRequestLogging: true }),
  });

  answerErrorsAsProblems(app);
  readJsonOnly(app);
  closeConnectionsWhenDone(app);
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: contentPolicy },
    strictTransportSecurity: false,
  });
  nameEncodings(app);
  await app.register(compress, { requestEncodings: ['gzip', 'identity'] });
  await app.register(cookie, { secret: sessionSecret(keys) });
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, { max, ttl }) =>
      new Refusal(429, 'rate.limited', `More than ${max} requests in a minute: try again in ${Math.ceil(ttl / 1000)} s.`),
  });

  describeRoutes(app, version);
  await app.register(healthRoutes({ store }));
  await app.register(eventRoutes({ store, keys, now, limits }));
  await app.register(metricsRoutes({ store, keys, now, limits }));
  await app.register(packRoutes({ store, keys, now, limits }));
  await app.register(sessionRoutes({ store, keys, now, limits }));
  await app.register(liveRoutes({ store, keys, now, limits }));
  if (dashboardDir !== undefined) await app.register(staticFiles, { root: dashboardDir, cacheControl: false, setHeaders: askEachTime });
  return app;
}

/** The files keep their names when Onramp is updated: without a word a browser takes those it has for fresh. */
function askEachTime(reply: FastifyReply): void {
  reply.header('cache-control', 'no-cache');
}

/** The dashboard loads nothing from elsewhere and cannot be framed. */
const contentPolicy = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
};

/** While the app closes, a connection goes with its last answer; Node would wait for the other side to hang up. */
function closeConnectionsWhenDone(app: FastifyInstance): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.addHook('onResponse', async () => {
    if (closing) setImmediate(() => app.server.closeIdleConnections());
  });
}

function readJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    [batchMediaType, 'application/json'],
    { parseAs: 'string' },
    async (request: FastifyRequest, body: string | Buffer) => {
      mustBeUtf8(request);
      return parseJsonBody(String(body));
    },
  );
}
