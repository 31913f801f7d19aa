import { STATUS_CODES } from 'node:http';
import type { ConnectionError, FastifyError, FastifyInstance, FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';
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
    // What the files of the dashboard refuse to look for.
    if (status === 403) return sendNotFound(request, reply);
    return sendProblem(reply, { status, ...told(error, request) });
  });
  app.setNotFoundHandler(sendNotFound);
}

function sendNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(reply, { status: 404, code: 'route.unknown', detail: `There is nothing at ${request.method} ${pathOf(request)}.` });
}

/** What Fastify and Node turn down before there is a route, or a request at all. */
export const malformedAsProblems: Pick<FastifyServerOptions, 'frameworkErrors' | 'clientErrorHandler'> = {
  frameworkErrors: (_error, _request, reply) => {
    void sendProblem(reply, malformedAddress);
  },
  clientErrorHandler: (error: ConnectionError, socket) => {
    if (error.code !== 'ECONNRESET' && socket.writable) socket.end(wholeAnswer(brokenRequests[error.code] ?? notUnderstood));
    else socket.destroy();
  },
};

const malformedAddress = {
  status: 400,
  code: 'address.malformed',
  detail: 'The address is not one: a % in it must begin two hexadecimal digits of UTF-8.',
};
const notUnderstood = { status: 400, code: 'request.malformed', detail: 'What came is no HTTP request.' };
const brokenRequests: Record<string, typeof notUnderstood> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'headers.tooLong', detail: 'The headers are too long: send fewer, or shorter ones.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'request.late', detail: 'The request did not come whole in time: send it again.' },
};

/** As it goes over the wire: there is no reply to send it by. */
function wholeAnswer(problem: Omit<Problem, 'type' | 'title'>): string {
  const body = JSON.stringify(problemOf(problem));
  const headers = [`Content-Type: ${problemMediaType}`, `Content-Length: ${Buffer.byteLength(body)}`, 'Connection: close'];
  return [`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`, ...headers, '', body].join('\r\n');
}

function problemOf(problem: Omit<Problem, 'type' | 'title'>): Problem {
  return { type: 'about:blank', title: STATUS_CODES[problem.status] ?? 'Error', ...problem };
}

function sendProblem(reply: FastifyReply, problem: Omit<Problem, 'type' | 'title'>): FastifyReply {
  return reply
    .code(problem.status)
    .type(problemMediaType)
    .send(JSON.stringify(problemOf(problem)));
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
