import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import { type Doors, isSame, newSession, sessionCookie, sessionIn, sessionLength } from './access.ts';
import { firstWrongField, withInput } from './fieldSentence.ts';
import type { RouteDescription } from './openApi.ts';
import { Refusal } from './refusal.ts';

type Parts = Doors & { limits: { loginsPerMinute: number; readsPerMinute: number } };

/** `/v1/session`: an admin token is exchanged for a cookie that scripts cannot read. */
export function sessionRoutes({ keys, now, store, limits }: Parts) {
  const signedIn = (request: FastifyRequest) => sessionIn(request, { keys, now, store });
  return async (app: FastifyInstance): Promise<void> => {
    const cookie = { path: '/', httpOnly: true, sameSite: 'strict', secure: 'auto', signed: true } as const;

    const limited = [app.rateLimit({ max: limits.loginsPerMinute, timeWindow: 60_000 })];
    app.post('/v1/session', { onRequest: limited, bodyLimit: 4096, config: { describe: signIn } }, async (request, reply) => {
      const parsed = credentials.safeParse(request.body, withInput);
      if (!parsed.success) {
        const { field, sentence } = firstWrongField(parsed.error);
        throw new Refusal(
          400,
          'body.invalid',
          field === '' ? 'The body must be an object with a token.' : `${field}: ${sentence}.`,
          field || undefined,
        );
      }
      if (!isSame(parsed.data.token, keys.adminToken)) {
        throw new Refusal(401, 'token.wrong', 'The admin token is wrong: use the one this backend was started with.', 'token');
      }
      const expires = now() + sessionLength;
      reply.setCookie(sessionCookie, newSession(expires), { ...cookie, maxAge: sessionLength / 1000 });
      return reply.code(204).send();
    });

    const onRequest = [app.rateLimit({ max: limits.readsPerMinute, timeWindow: 60_000 })];
    app.get('/v1/session', { onRequest, config: { describe: look } }, async (request) => ({
      signedIn: signedIn(request) !== undefined,
    }));

    app.delete('/v1/session', { onRequest, config: { describe: signOut } }, async (request, reply) => {
      const session = signedIn(request);
      if (session !== undefined) await store.endedSessions.add(session.session, session.expires);
      reply.clearCookie(sessionCookie, cookie);
      return reply.code(204).send();
    });
  };
}

const credentials = z.object({ token: z.string().check(z.minLength(1)) });

const signIn: RouteDescription = {
  summary: 'Sign in',
  body: credentials,
  answers: { 204: { description: 'Signed in: the cookie is set.' } },
};
const look: RouteDescription = {
  summary: 'Ask whether somebody is signed in',
  answers: {
    200: { description: 'Whether the cookie is a session.', content: { 'application/json': z.object({ signedIn: z.boolean() }) } },
  },
};
const signOut: RouteDescription = {
  summary: 'Sign out',
  answers: { 204: { description: 'The session has ended, in every tab, and the cookie is gone.' } },
};
