import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Problem, problemMediaType } from '../../protocol/problem.ts';

/** Why a request is turned down, as a sentence for whoever sent it. `code` is stable. */
export class Refusal extends Error {
  readonly statusCode: number;
  readonly code: string;
  readonly field: string | undefined;

  constructor(statusCode: number, code: string, message: string, field?: string) {
    super(message);
    this.name = 'Refusal';
    this.statusCode = statusCode;
    this.code = code;
    this.field = field;
  }
}

/** The one door by which errors leave: as problem documents (RFC 9457). What is our fault is logged and tells nothing. */
export function answerErrorsAsProblems(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError | Refusal>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500 || status < 400) {
      request.log.error({ err: error }, 'A request failed.');
      return sendProblem(reply, { status: 500, code: 'internal', detail: 'Something went wrong here. Please try again later.' });
    }
    if (error instanceof Refusal) {
      return sendProblem(reply, {
        status,
        code: error.code,
        detail: error.message,
        ...(error.field !== undefined && { field: error.field }),
      });
    }
    return sendProblem(reply, { status, ...told(error, request) });
  });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, { status: 404, code: 'route.unknown', detail: `There is nothing at ${request.method} ${pathOf(request)}.` }),
  );
}

function sendProblem(reply: FastifyReply, problem: Omit<Problem, 'type' | 'title'>): FastifyReply {
  const whole: Problem = { type: 'about:blank', title: STATUS_CODES[problem.status] ?? 'Error', ...problem };
  return reply.code(problem.status).type(problemMediaType).send(JSON.stringify(whole));
}

function told(error: FastifyError, request: FastifyRequest): { code: string; detail: string } {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE': {
      const limit = request.routeOptions.bodyLimit;
      return {
        code: 'body.tooLarge',
        detail: `The body has more than ${limit.toLocaleString('en')} bytes once unpacked, which is the limit: send it in smaller parts.`,
      };
    }
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return {
        code: 'mediaType.unsupported',
        detail: `The media type ${request.headers['content-type'] ?? '(none)'} is not understood here: set Content-Type to ${request.routeOptions.config.describe?.accepts ?? 'application/json'}.`,
      };
    case 'FST_CP_ERR_INVALID_CONTENT_ENCODING':
      return {
        code: 'encoding.unsupported',
        detail: `The content encoding ${request.headers['content-encoding']} is not understood: send gzip or none.`,
      };
    case 'FST_CP_ERR_INVALID_CONTENT':
      return {
        code: 'encoding.broken',
        detail: `The body cannot be unpacked as ${request.headers['content-encoding']}: it is damaged or cut short.`,
      };
    default:
      return { code: 'request.invalid', detail: error.message };
  }
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '';
}
