import * as vscode from 'vscode';
import type { GuideState } from '../../protocol/guide.ts';
import { guideWords } from './guideWords.ts';

/** The page's script and style. */
export type GuideParts = { script: string; style: string };

/** The page carries its script and style: each file it would have to ask for is a way through the whole of VS Code and back. */
export async function readGuideParts(dist: vscode.Uri): Promise<GuideParts> {
  const read = async (name: string) => new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(dist, name)));
  const [script, style] = await Promise.all([read('guide.js'), read('guide.css')]);
  return { script: script.replace(/<\/(?=script)/gi, '<\\/'), style: style.replace(/<\/(?=style)/gi, '<\\/') };
}

/** The guide's page for a webview; with a state it shows that at once. */
export function guideDocument(webview: vscode.Webview, { script, style }: GuideParts, state: GuideState | undefined): string {
  const nonce = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const csp = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src 'unsafe-inline'`,
    'font-src data:',
    `img-src ${webview.cspSource} https: data:`,
    `media-src ${webview.cspSource} https:`,
  ].join('; ');
  const json = (id: string, value: unknown) =>
    `<script type="application/json" id="${id}">${JSON.stringify(value).replace(/</g, '\\u003c')}</script>`;
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${csp}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <style>${style}</style>
  <title>Onramp</title>
</head>
<body>
  <main id="guide"></main>
  ${json('words', guideWords())}
  ${state === undefined ? '' : json('state', state)}
  <script nonce="${nonce}" type="module">${script}</script>
</body>
</html>`;
}
