import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { decoded, resolvePath } from '../../core/path.ts';
import { previewAct, previewPlace } from '../../protocol/preview.ts';
import { diskFiles } from '../diskFiles.ts';
import { tellAct } from './previewActs.ts';
import { previewPack } from './previewPack.ts';
import { mediaPolicy, previewPage, previewPolicy } from './previewPage.ts';
import { watchPack } from './watchPack.ts';

export type PreviewServer = { url: string; dispose(): Promise<void> };

const mediaTypes: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.svg': 'image/svg+xml',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/wav',
};
const assetTypes: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };
const longestBody = 256 * 1024;

/**
 * Serves the preview of a pack on 127.0.0.1, and tells its pages when a file of it changes. `assets` is the folder of the built pages.
 * Throws what listening throws, such as a port that is taken.
 */
export async function startPreviewServer(folder: string, { port, assets }: { port: number; assets: string }): Promise<PreviewServer> {
  const files = diskFiles(folder);
  let version = 0;
  const pack = previewPack(files, (path) => `/media/${path.split('/').map(encodeURIComponent).join('/')}?v=${version}`);
  const listeners = new Set<ServerResponse>();
  const stopWatching = watchPack(folder, () => {
    version++;
    pack.changed();
    for (const listener of listeners) listener.write('data: changed\n\n');
  });

  const routes: Route[] = [
    { method: 'GET', path: /^\/$/, answer: async () => ({ type: 'text/html; charset=utf-8', body: previewPage(), policy: previewPolicy }) },
    {
      method: 'GET',
      path: /^\/assets\/((?:guide|preview)\.(?:js|css))$/,
      answer: async ([name = '']) => ({ type: assetTypes[extname(name)] ?? '', body: await readFile(join(assets, name)) }),
    },
    {
      method: 'GET',
      path: /^\/media\/(.+)$/,
      answer: async ([path = '']) => {
        const inside = resolvePath('', decoded(path));
        const type = mediaTypes[extname(inside ?? '').toLowerCase()];
        const body = inside === undefined || type === undefined ? undefined : await files.readBytes(inside);
        return body === undefined || type === undefined ? undefined : { type, body, policy: mediaPolicy };
      },
    },
    { method: 'POST', path: /^\/show$/, answer: async (_, body) => json(await pack.shown(previewPlace.parse(body))) },
    {
      method: 'POST',
      path: /^\/act$/,
      answer: async (_, body) => {
        const { place, act } = previewAct.parse(body);
        const shown = await pack.sectionAt(place);
        return json(shown === undefined ? { text: undefined } : await tellAct(act, shown, files));
      },
    },
  ];

  const server = createServer((request, response) => {
    response.on('error', () => {});
    void respond(request, response).catch(() => end(response, 400));
  });
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    // Another site's page could lead its own name here: only whoever asks by our address is answered.
    const { host = '', origin } = request.headers;
    if (!isOwn(host, server.address())) return end(response, 403);
    if (origin !== undefined && origin !== `http://${host}`) return end(response, 403);
    const [path = ''] = (request.url ?? '').split('?');
    if (path === '/changes' && request.method === 'GET') return listen(response, listeners);
    const route = routes.find((one) => one.method === request.method && one.path.test(path));
    const found = route && (await route.answer(route.path.exec(path)?.slice(1) ?? [], await bodyOf(request)));
    if (found === undefined) return end(response, 404);
    response.writeHead(200, {
      'content-type': found.type,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy': found.policy ?? "default-src 'none'",
    });
    response.end(found.body);
  };

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  }).catch((error: unknown) => {
    stopWatching();
    throw error;
  });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : port}/`,
    dispose: async () => {
      stopWatching();
      for (const listener of listeners) listener.end();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Answer = { type: string; body: string | Uint8Array; policy?: string };
type Route = { method: 'GET' | 'POST'; path: RegExp; answer: (parts: string[], body: unknown) => Promise<Answer | undefined> };

function json(value: unknown): Answer {
  return { type: 'application/json', body: JSON.stringify(value) };
}

function isOwn(host: string, address: ReturnType<ReturnType<typeof createServer>['address']>): boolean {
  const port = typeof address === 'object' ? address?.port : undefined;
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`;
}

function listen(response: ServerResponse, listeners: Set<ServerResponse>): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  response.write(': listening\n\n');
  listeners.add(response);
  response.once('close', () => listeners.delete(response));
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  if (request.method !== 'POST') return undefined;
  if (!request.headers['content-type']?.startsWith('application/json')) throw new Error('not JSON');
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > longestBody) throw new Error('too long');
  }
  return JSON.parse(text);
}

function end(response: ServerResponse, status: number): void {
  if (!response.headersSent) response.writeHead(status, { 'content-type': 'text/plain' });
  response.end();
}
