import { useState } from 'preact/hooks';

/** What to do while nothing has been reported. */
export function FirstSteps() {
  const settings = JSON.stringify({ 'onramp.backend.url': location.origin, 'onramp.backend.key': 'YOUR WRITE KEY' }, null, 2);
  return (
    <section class="empty" aria-label="First steps">
      <h2>Nobody has started a tutorial yet</h2>
      <ol>
        <li>
          <p>
            Point the extension at this backend in VS Code's <code>settings.json</code>. The write key was printed when the backend started.
          </p>
          <div class="code">
            <pre>
              <code>{settings}</code>
            </pre>
            <CopyButton text={settings} />
          </div>
        </li>
        <li>
          <p>
            Open a tutorial in the <em>Onramp</em> view, and agree to share your progress when you are asked.
          </p>
        </li>
        <li>
          <p>The numbers appear here by themselves, within two seconds of the first step.</p>
        </li>
      </ol>
    </section>
  );
}

function CopyButton({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  // Browsers give the clipboard to safe addresses only.
  if (!window.isSecureContext) return null;
  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  }
  return (
    <button type="button" onClick={() => void copy()}>
      {copied ? 'Copied' : 'Copy'}
    </button>
  );
}
