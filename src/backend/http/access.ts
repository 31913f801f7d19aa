import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Store } from '../store/store.ts';
import { Refusal } from './refusal.ts';

/** What opens which door: the write key lets the extension report and fetch packs, the admin token lets a person read. */
export type Keys = { writeKey: string; adminToken: string };

/** What it takes to tell who may pass. */
export type Doors = { keys: Keys; now(): number; store: Pick<Store, 'endedSessions'> };

export const sessionCookie = 'onramp_session';

/** How long a session lasts, in milliseconds. */
export const sessionLength = 7 * 86_400_000;

/** Lets a request pass that carries the write key. */
export function requireWriteKey({ writeKey }: Keys) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const token = bearerToken(request);
    if (token !== undefined && isSame(token, writeKey)) return;
    reply.header('www-authenticate', 'Bearer');
    if (token === undefined) throw new Refusal(401, 'key.missing', 'The write key is missing: send it as "Authorization: Bearer KEY".');
    throw new Refusal(401, 'key.wrong', 'The write key is wrong: use the one this backend was started with.');
  };
}

/** Lets a request pass that carries either key, or the cookie of a session: what an editor reads, a person may read too. */
export function requireReader(doors: Doors) {
  const { keys } = doors;
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const token = bearerToken(request);
    if (token !== undefined ? isSame(token, keys.writeKey) || isSame(token, keys.adminToken) : sessionIn(request, doors) !== undefined)
      return;
    reply.header('www-authenticate', 'Bearer');
    if (token !== undefined) throw new Refusal(401, 'key.wrong', 'The key is wrong: use one that this backend was started with.');
    throw new Refusal(401, 'key.missing', 'The key is missing: send the write key or the admin token as "Authorization: Bearer KEY".');
  };
}

/** Lets a request pass that carries the admin token, or the cookie of a session. */
export function requireAdmin(doors: Doors) {
  const { adminToken } = doors.keys;
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const token = bearerToken(request);
    if (token !== undefined ? isSame(token, adminToken) : sessionIn(request, doors) !== undefined) return;
    reply.header('www-authenticate', 'Bearer');
    if (token !== undefined) throw new Refusal(401, 'token.wrong', 'The admin token is wrong: use the one this backend was started with.');
    throw new Refusal(
      401,
      'session.missing',
      'Nobody is signed in: send the admin token as "Authorization: Bearer TOKEN", or sign in on the dashboard.',
    );
  };
}

/** What the cookie of a session that is to begin holds. Each is another, so that one can be ended alone. */
export function newSession(expires: number): string {
  return `${expires}.${randomUUID()}`;
}

/** The session that the request carries, unless it has ended. */
export function sessionIn(request: FastifyRequest, { now, store }: Doors): { session: string; expires: number } | undefined {
  const cookie = request.cookies[sessionCookie];
  if (cookie === undefined) return undefined;
  const { valid, value } = request.unsignCookie(cookie);
  if (!valid || value === null || store.endedSessions.has(value)) return undefined;
  const expires = Number(value.split('.', 1)[0]);
  return expires > now() ? { session: value, expires } : undefined;
}

/** The secret that signs sessions: another admin token ends them all, a restart does not. */
export function sessionSecret({ adminToken }: Keys): string {
  return createHmac('sha256', adminToken).update('onramp session').digest('base64url');
}

/** Compares in a time that does not tell how much of it was right. */
export function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

function bearerToken(request: FastifyRequest): string | undefined {
  return /^Bearer +(\S+)\s*$/i.exec(request.headers.authorization ?? '')?.[1];
}
