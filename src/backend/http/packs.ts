import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import {
  cataloguePack,
  cataloguePath,
  catalogueSearch,
  type PublishAnswer,
  publishAnswer,
  publishLimit,
  tarballMediaType,
  yankRequest,
} from '../../protocol/catalogue.ts';
import { checkPack } from '../packCheck.ts';
import type { PackPlace } from '../store/packShelf.ts';
import type { Store } from '../store/store.ts';
import { type Keys, requireAdmin, requireReader } from './access.ts';
import { firstWrongField, withInput } from './fieldSentence.ts';
import type { RouteDescription } from './openApi.ts';
import { parseQuery } from './query.ts';
import { Refusal } from './refusal.ts';

type Parts = { store: Store; keys: Keys; now(): number; limits: { readsPerMinute: number; publishesPerMinute: number } };

/** Packs in one answer. */
const packsAtOnce = 30;

/** `/v1/packs…`: the catalogue, which the extension reads and `onramp publish` fills. */
export function packRoutes({ store, keys, now, limits }: Parts) {
  return async (app: FastifyInstance): Promise<void> => {
    app.addContentTypeParser(tarballTypes, { parseAs: 'buffer' }, async (_request: unknown, body: string | Buffer) => body);
    // An extension host in a browser reads from the editor's origin. The key stands in a header, never in a cookie.
    app.addHook('onRequest', async (_request, reply) => {
      reply.headers({ 'access-control-allow-origin': '*', 'access-control-expose-headers': 'ETag, Retry-After' });
    });
    const preflighted = ['/v1/packs', ...packPaths, ...packPaths.map((path) => `${path}/:version/tarball`)];
    for (const path of preflighted) {
      app.options(path, { config: { describe: preflight } }, async (_request, reply) => {
        reply.headers({
          'access-control-allow-methods': 'GET',
          'access-control-allow-headers': 'Authorization, If-None-Match',
          'access-control-allow-private-network': 'true',
          'access-control-max-age': '86400',
        });
        return reply.code(204).send();
      });
    }
    const reading = [app.rateLimit({ max: limits.readsPerMinute, timeWindow: 60_000 }), requireReader({ keys, now, store })];
    const changing = [app.rateLimit({ max: limits.publishesPerMinute, timeWindow: 60_000 }), requireAdmin({ keys, now, store })];

    app.get('/v1/packs', { onRequest: reading, config: { describe: search } }, async (request) => {
      const { q, before } = parseQuery(searchQuery, request.query);
      const place = before === undefined ? undefined : placeOf(before);
      const found = await store.packs.search(q.split(/\s+/).filter(Boolean), place, packsAtOnce + 1);
      const packs = found.slice(0, packsAtOnce);
      const last = packs.at(-1);
      return { packs, next: found.length > packsAtOnce && last !== undefined ? `${last.published}.${last.name}` : null };
    });

    app.post('/v1/packs', { onRequest: changing, bodyLimit: publishLimit, config: { describe: publish } }, async (request, reply) => {
      if (!(request.body instanceof Uint8Array)) {
        throw new Refusal(415, 'mediaType.unsupported', `The body must be a .tgz: set Content-Type to ${tarballMediaType}.`);
      }
      const { version: pack, warnings } = await checkPack(request.body);
      const { name, version, integrity } = pack;
      const alike = await store.packs.nameLike(name);
      if (alike !== undefined) {
        throw new Refusal(
          409,
          'name.alike',
          `The name ${name} can be taken for ${alike}, which is published here: choose another "name" in onramp.json.`,
          'name',
        );
      }
      const shelved = await store.packs.publish(pack);
      if (shelved === 'changed') {
        throw new Refusal(
          409,
          'version.exists',
          `${name} ${version} is published already, with other content, and a published version never changes: raise "version" in onramp.json.`,
          'version',
        );
      }
      const answer: PublishAnswer = { name, version, integrity, ...shelved, warnings };
      return reply
        .code(shelved.created ? 201 : 200)
        .header('location', cataloguePath(name))
        .send(answer);
    });

    for (const path of packPaths) {
      app.get(path, { onRequest: reading, config: { describe: onePack } }, async (request) => {
        const name = nameIn(request);
        return (await store.packs.find(name)) ?? unknownPack(name);
      });

      app.get(`${path}/:version/tarball`, { onRequest: reading, config: { describe: tarball } }, async (request, reply) => {
        const [name, version] = [nameIn(request), versionIn(request)];
        const found = await store.packs.tarball(name, version);
        if (found === undefined) throw unknownVersion(name, version);
        return sendTarball(request, reply, found, `${name.replace(/^@/, '').replace('/', '-')}-${version}.tgz`);
      });

      app.post(`${path}/:version/yank`, { onRequest: changing, config: { describe: yank } }, async (request, reply) => {
        const [name, version] = [nameIn(request), versionIn(request)];
        const parsed = yankRequest.safeParse(request.body, withInput);
        if (!parsed.success) {
          const { field, sentence } = firstWrongField(parsed.error);
          throw new Refusal(400, 'body.invalid', field === '' ? `The body ${sentence}.` : `${field} ${sentence}.`, field);
        }
        if (!(await store.packs.yank(name, version, parsed.data.reason))) throw unknownVersion(name, version);
        return reply.code(204).send();
      });
    }
  };
}

/** A scoped name stands as one part, its `/` as `%2F`, or as two parts as it is. */
const packPaths = ['/v1/packs/:name', '/v1/packs/:scope(^@[^/]+$)/:name'];

const tarballTypes = [tarballMediaType, 'application/x-gzip', 'application/x-compressed-tar', 'application/octet-stream'];

/** What a version holds never changes, so whoever has it need not ask again. Private, as the key decides who may read it. */
function sendTarball(
  request: FastifyRequest,
  reply: FastifyReply,
  { integrity, bytes }: { integrity: string; bytes: Uint8Array },
  file: string,
): FastifyReply {
  const tag = `"${integrity}"`;
  reply.headers({ etag: tag, 'cache-control': 'private, max-age=31536000, immutable' });
  const known = request.headers['if-none-match'];
  if (known?.split(',').some((one) => one.trim().replace(/^W\//, '') === tag)) return reply.code(304).send();
  reply.type(tarballMediaType).header('content-disposition', `attachment; filename="${file}"`);
  return reply.send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

function nameIn({ params }: FastifyRequest): string {
  const { scope, name } = packParams.parse(params);
  return scope === undefined ? name : `${scope}/${name}`;
}

function versionIn({ params }: FastifyRequest): string {
  return versionParams.parse(params).version;
}

const packParams = z.object({ scope: z.optional(z.string()), name: z.string() });
const versionParams = z.object({ version: z.string() });

function unknownPack(name: string): never {
  throw new Refusal(404, 'pack.unknown', `No pack ${name} is offered here.`, 'name');
}

function unknownVersion(name: string, version: string): Refusal {
  return new Refusal(404, 'version.unknown', `There is no version ${version} of the pack ${name} here.`, 'version');
}

function placeOf(text: string): PackPlace {
  const dot = text.indexOf('.');
  return { published: Number(text.slice(0, dot)), name: text.slice(dot + 1) };
}

const searchQuery = z.object({
  q: z._default(z.string().check(z.maxLength(200)), ''),
  before: z.optional(z.string().check(z.regex(/^\d{1,15}\.[@a-z0-9][a-z0-9._/-]*$/, 'must be the "next" of an earlier answer'))),
});

const search: RouteDescription = {
  summary: 'Search packs',
  description: `Packs that have every word of "q" in their name, title, publisher or description; at most ${packsAtOnce}, the last published first. "next" is the "before" of those that follow.`,
  needs: 'writeKey or admin',
  query: searchQuery,
  answers: { 200: { description: 'Packs.', content: { 'application/json': catalogueSearch } } },
};

const publish: RouteDescription = {
  summary: 'Publish a version of a pack',
  description: `The body is the .tgz, at most ${publishLimit} bytes, with an onramp.json that names the pack and the version. It is unpacked and linted. A version that is published never changes: the same bytes again are answered with 200, others with 409.`,
  needs: 'admin',
  accepts: tarballMediaType,
  body: 'bytes',
  answers: {
    201: { description: 'It is published.', content: { 'application/json': publishAnswer } },
    200: { description: 'It was published already, with the same bytes.', content: { 'application/json': publishAnswer } },
  },
};

const onePack: RouteDescription = {
  summary: 'Read about a pack',
  description: 'A scoped name may stand as two parts, or with %2F for its slash.',
  needs: 'writeKey or admin',
  answers: { 200: { description: 'The pack and its versions.', content: { 'application/json': cataloguePack } } },
};

const tarball: RouteDescription = {
  summary: 'Fetch a version of a pack',
  description: 'What it holds never changes. The ETag is its integrity. A version that is yanked can still be fetched.',
  needs: 'writeKey or admin',
  answers: { 200: { description: 'The .tgz.', content: { [tarballMediaType]: 'bytes' } }, 304: { description: 'It is the one you have.' } },
};

const yank: RouteDescription = {
  summary: 'Offer a version no more, or again',
  description: 'It stays for those who have it. A reason offers it no more, null offers it again.',
  needs: 'admin',
  body: yankRequest,
  answers: { 204: { description: 'So it is.' } },
};

const preflight: RouteDescription = {
  summary: 'Ask whether another origin may read',
  answers: { 204: { description: 'It may.' } },
};
