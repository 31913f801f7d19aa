import { guideWords } from '../../core/tutorial/guideWords.ts';

/** Nothing but our own files, and pictures and films from where a tutorial may have them. */
export const previewPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'font-src data:',
  "img-src 'self' https: data:",
  "media-src 'self' https:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A file of a pack is shown, never run: a picture may hold scripts, and who opens it by its address must not start them. */
export const mediaPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/** The page that the guide's own script and style make the guide of. */
export function previewPage(): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Onramp preview</title>
  <link rel="stylesheet" href="/assets/guide.css">
  <link rel="stylesheet" href="/assets/preview.css">
</head>
<body>
  <div id="preview"></div>
  <main id="guide"></main>
  <p id="told" role="status"></p>
  <script type="application/json" id="words">${JSON.stringify(guideWords).replace(/</g, '\\u003c')}</script>
  <script type="module" src="/assets/preview.js"></script>
  <script type="module" src="/assets/guide.js"></script>
</body>
</html>`;
}
