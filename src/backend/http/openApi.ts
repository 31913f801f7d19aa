import type { FastifyInstance, RouteOptions } from 'fastify';
import * as z from 'zod/mini';
import { problem, problemMediaType } from '../../protocol/problem.ts';

/** What a route says of itself: `/openapi.json` is made of it. */
export type RouteDescription = {
  summary: string;
  description?: string;
  needs?: 'writeKey' | 'admin' | 'writeKey or admin';
  query?: z.ZodMiniObject;
  /** The body, with its media types as a list for people to read. */
  body?: z.ZodMiniType | 'bytes';
  accepts?: string;
  /** By status: what it means and, by media type, what it holds. */
  answers: Record<number, { description: string; content?: Record<string, z.ZodMiniType | 'text' | 'bytes'> }>;
};

declare module 'fastify' {
  interface FastifyContextConfig {
    describe?: RouteDescription;
  }
}

/** Serves `/openapi.json`: OpenAPI 3.1 made from the routes that exist and the schemas they parse by. Call before any route is added. */
export function describeRoutes(app: FastifyInstance, version: string): void {
  const paths: Record<string, Record<string, unknown>> = {};
  app.addHook('onRoute', (route) => {
    const { describe } = route.config ?? {};
    if (describe === undefined) return;
    const path = pathOf(route);
    for (const method of methodsOf(route)) paths[path] = { ...paths[path], [method.toLowerCase()]: operation(path, describe) };
  });
  const describe: RouteDescription = {
    summary: 'This document',
    answers: { 200: { description: 'OpenAPI 3.1', content: { 'application/json': z.looseObject({}) } } },
  };
  app.after(() => {
    app.get('/openapi.json', { config: { describe } }, async () => ({
      openapi: '3.1.1',
      info: {
        title: 'Onramp',
        version,
        description: 'What the Onramp extension reports, and what is read from it.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/' }],
      paths,
      components: {
        securitySchemes: {
          writeKey: {
            type: 'http',
            scheme: 'bearer',
            description: 'The write key: it may report events and read packs, and nothing else.',
          },
          adminToken: { type: 'http', scheme: 'bearer', description: 'The admin token: it may read everything.' },
          session: { type: 'apiKey', in: 'cookie', name: 'onramp_session', description: 'The cookie that POST /v1/session gives.' },
        },
        schemas: { Problem: jsonSchema(problem) },
      },
    }));
  });
}

function methodsOf({ method }: RouteOptions): string[] {
  return [method].flat().filter((name) => name !== 'HEAD');
}

/** The route's path in OpenAPI's way: `:name`, and what it must match, as `{name}`. */
function pathOf({ url }: RouteOptions): string {
  return url.replace(/:(\w+)(\([^)]*\))?/g, '{$1}');
}

function operation(path: string, { summary, description, needs, query, body, accepts, answers }: RouteDescription) {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  const parameters = [...inPath, ...(query === undefined ? [] : queryParameters(query))];
  return {
    summary,
    ...(description !== undefined && { description }),
    security: securityOf(needs),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && {
      requestBody: {
        required: true,
        content: Object.fromEntries((accepts ?? 'application/json').split(' or ').map((type) => [type, { schema: schemaOf(body) }])),
      },
    }),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, response(answer)])),
      default: {
        description: 'An error, as a problem document (RFC 9457).',
        content: { [problemMediaType]: { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function response({ description, content }: RouteDescription['answers'][number]) {
  if (content === undefined) return { description };
  const media = Object.entries(content).map(([type, schema]) => [type, { schema: schemaOf(schema) }]);
  return { description, content: Object.fromEntries(media) };
}

function queryParameters(query: z.ZodMiniObject) {
  const { properties = {}, required = [] } = jsonSchema(query);
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema }));
}

function securityOf(needs: RouteDescription['needs']) {
  const [writeKey, admin] = [[{ writeKey: [] }], [{ adminToken: [] }, { session: [] }]];
  if (needs === undefined) return [];
  return needs === 'writeKey' ? writeKey : needs === 'admin' ? admin : [...writeKey, ...admin];
}

/** In OpenAPI 3.1 bytes are what has no schema. */
function schemaOf(schema: z.ZodMiniType | 'text' | 'bytes') {
  if (schema === 'bytes') return {};
  return schema === 'text' ? { type: 'string' } : jsonSchema(schema);
}

function jsonSchema(schema: z.ZodMiniType) {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}
