import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { BlockView } from '../protocol/guide.ts';
import { Check } from './check.tsx';
import { ColouredLine, ColouredText } from './coloured.tsx';
import { Icon } from './icon.tsx';
import { Quiz } from './quiz.tsx';
import type { Send } from './send.ts';
import { useWords } from './words.ts';

type Of<K extends BlockView['kind']> = Extract<BlockView, { kind: K }>;

/** A fenced block with the buttons that its kind has. */
export function Block({ block, index, primary, send }: { block: BlockView; index: number; primary: boolean; send: Send }) {
  switch (block.kind) {
    case 'check':
      return <Check block={block} index={index} primary={primary} send={send} />;
    case 'run':
      return <Run block={block} index={index} send={send} />;
    case 'file':
      return <WriteFile block={block} index={index} send={send} />;
    case 'diff':
      return <Diff block={block} index={index} send={send} />;
    case 'quiz':
      return <Quiz block={block} index={index} send={send} />;
    case 'broken':
      return (
        <Code text={block.text} title={block.language} problem={block.why}>
          <Copy text={block.text} />
        </Code>
      );
    case 'code':
      return (
        <Code text={block.text} title={block.language}>
          <Insert index={index} send={send} />
          <Copy text={block.text} />
        </Code>
      );
  }
}

function Run({ block: { text, state }, index, send }: { block: Of<'run'>; index: number; send: Send }) {
  const word = useWords();
  const running = state.kind === 'running';
  return (
    <Code text={text} title={<RunStatus state={state} />}>
      <Copy text={text} />
      {running && (
        <button type="button" class="quiet" onClick={() => send({ type: 'cancel', index })}>
          {word('cancel')}
        </button>
      )}
      <button type="button" aria-disabled={running} onClick={() => !running && send({ type: 'run', index })}>
        <Icon name={running ? 'loading' : 'play'} spin={running} />
        {word(state.kind === 'ended' || state.kind === 'stopped' ? 'runAgain' : 'run')}
      </button>
    </Code>
  );
}

function RunStatus({ state }: { state: Of<'run'>['state'] }) {
  const word = useWords();
  if (state.kind === 'idle') return <Icon name="terminal" />;
  if (state.kind === 'running') return <span role="status">{word('running')}</span>;
  if (state.kind === 'stopped') return <Status tone="plain" icon="circle-slash" text={word('stopped')} />;
  if (state.exit === 0) return <Status tone="good" icon="check" text={word('ended')} />;
  return state.exit === null ? (
    <Status tone="plain" icon="terminal" text={word('sent')} />
  ) : (
    <Status tone="bad" icon="error" text={word('failedExit', state.exit)} />
  );
}

function WriteFile({ block: { text, path, how, place, state }, index, send }: { block: Of<'file'>; index: number; send: Send }) {
  const word = useWords();
  const act = how === 'whole' ? word('create') : how === 'append' ? word('append') : word('insert');
  const title = (
    <>
      <span class="path">{path}</span>
      {place !== '' && <span class="place"> {place}</span>}
    </>
  );
  return (
    <Code text={text} title={title} problem={state.kind === 'failed' ? state.why : undefined}>
      <Copy text={text} />
      {state.kind === 'written' && <Status tone="good" icon="check" text={word('written')} />}
      <button type="button" onClick={() => send({ type: 'write', index })}>
        <Icon name={how === 'whole' ? 'new-file' : 'insert'} />
        {state.kind === 'written' ? word('writeAgain') : act}
      </button>
    </Code>
  );
}

function Diff({ block: { text, path, state }, index, send }: { block: Of<'diff'>; index: number; send: Send }) {
  const word = useWords();
  const written = state.kind === 'written';
  return (
    <figure class="block">
      <figcaption>
        <span class="title path">{path}</span>
        <span class="buttons">
          <Copy text={text} />
          {written && <Status tone="good" icon="check" text={word('written')} />}
          <button type="button" onClick={() => send({ type: 'write', index })}>
            <Icon name="diff" />
            {word('applyDiff')}
          </button>
        </span>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a code block that scrolls must be reachable by keyboard */}
      <pre class="diff" tabIndex={0}>
        <code>
          {text
            .replace(/\n$/, '')
            .split('\n')
            .map((line, at) => (
              <span key={at} class={line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : ''}>
                <ColouredLine line={line} at={at} />
                {'\n'}
              </span>
            ))}
        </code>
      </pre>
      {state.kind === 'failed' && (
        <p class="bad" role="alert">
          {state.why}
        </p>
      )}
    </figure>
  );
}

function Insert({ index, send }: { index: number; send: Send }) {
  const label = useWords()('insertAtCursor');
  return (
    <button type="button" class="icon" aria-label={label} title={label} onClick={() => send({ type: 'insert', index })}>
      <Icon name="insert" />
    </button>
  );
}

type CodeParts = { text: string; title: ComponentChildren; problem?: string | undefined; children: ComponentChildren };

function Code({ text, title, problem, children }: CodeParts) {
  return (
    <figure class="block">
      <figcaption>
        <span class="title">{title}</span>
        <span class="buttons">{children}</span>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a code block that scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>
        <code>
          <ColouredText text={text.replace(/\n$/, '')} />
        </code>
      </pre>
      {problem !== undefined && (
        <p class="bad" role="alert">
          {problem}
        </p>
      )}
    </figure>
  );
}

function Copy({ text }: { text: string }) {
  const word = useWords();
  const [copied, setCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard.writeText(text).then(() => setCopied(true));
  };
  const label = word(copied ? 'copied' : 'copy');
  return (
    <button type="button" class="icon" aria-label={label} title={label} onClick={copy} onBlur={() => setCopied(false)}>
      <Icon name={copied ? 'check' : 'copy'} />
    </button>
  );
}

function Status({ tone, icon, text }: { tone: 'good' | 'bad' | 'plain'; icon: string; text: string }) {
  return (
    <span class={`status ${tone}`} role="status">
      <Icon name={icon} /> {text}
    </span>
  );
}
