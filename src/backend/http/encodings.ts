import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from './refusal.ts';

/** Takes the name of a content encoding in whatever case, and gzip by its old name too (RFC 9110, 8.4.1). Call before what unpacks. */
export function nameEncodings(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ headers }) => {
    const encoding = headers['content-encoding']?.trim().toLowerCase();
    if (encoding !== undefined) headers['content-encoding'] = encoding === 'x-gzip' ? 'gzip' : encoding;
  });
}

/** Throws a Refusal where the request says that its text is not UTF-8: it would be read as another. */
export function mustBeUtf8({ headers }: FastifyRequest): void {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(headers['content-type'] ?? '')?.[1];
  if (charset === undefined || /^(utf-?8|us-ascii)$/i.test(charset)) return;
  throw new Refusal(415, 'charset.unsupported', `The character set ${charset} is not understood: JSON is sent as UTF-8.`);
}
