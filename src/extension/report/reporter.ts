import { v7 } from 'uuid';
import * as vscode from 'vscode';
import { type Outbox, type OutboxOptions, openOutbox } from '../../core/outbox/outbox.ts';
import type { OnrampEvent, Report } from '../../protocol/event.ts';
import { systemClock } from '../host/platform.ts';
import { vscodeFiles } from '../host/vscodeFiles.ts';
import type { Backend, Consent } from './consent.ts';
import { outboxFolders } from './outboxFolders.ts';
import { sendBatch } from './sendBatch.ts';

/** Turns what happens into events and hands them to the outbox, if the person allows it. */
export type Reporter = {
  /** Does nothing without consent. Rejects where the disk refuses. */
  report(reports: readonly Report[]): Promise<void>;
  /** A message of the person's own, sent by their click: it needs no consent, and without one it carries no install id. */
  deliver(message: Report): Promise<void>;
  /** What waits to be sent to the backend that is set, oldest first. */
  waiting(): Promise<OnrampEvent[]>;
  /** Sends what an earlier session could not, as far as it still may be sent. */
  flush(): Promise<void>;
  dispose(): void;
};

type Boxes = { url: string; progress: Outbox; messages: Outbox };

/** `person` is the random install id; `told` hears how it goes, and of what the backend will never take. */
export function openReporter(
  folder: vscode.Uri,
  person: () => string,
  consent: Consent,
  told: Required<Pick<OutboxOptions, 'onState' | 'onRejected'>>,
): Reporter {
  let opened: Boxes | undefined;
  const boxesTo = ({ url }: Backend): Boxes => {
    if (opened?.url === url) return opened;
    close(opened);
    opened = openBoxes(url);
    return opened;
  };
  const openBoxes = (url: string): Boxes => {
    const folders = outboxFolders(folder, url);
    const mine = () => {
      const backend = consent.backend();
      return backend?.url === url ? backend : undefined;
    };
    const box = (at: vscode.Uri, to: () => Backend | undefined, gatherFor?: number) =>
      openOutbox({
        files: vscodeFiles(at),
        send: sendBatch(to),
        clock: systemClock,
        random: Math.random,
        ...(gatherFor === undefined ? {} : { gatherFor }),
        ...told,
      });
    return {
      url,
      // Asked again before each batch: what was allowed when it happened may not be any more when it could go.
      progress: box(folders.progress, () => (consent.state() === 'yes' ? mine() : undefined)),
      // What somebody says comes alone, and its makers may be looking.
      messages: box(folders.messages, mine, 0),
    };
  };
  const flush = async () => {
    const backend = consent.backend();
    if (backend === undefined) return;
    const { progress, messages } = boxesTo(backend);
    const state = consent.state();
    if (state === 'no') await progress.clear();
    await Promise.all([messages.flush(), state === 'yes' && progress.flush()]);
  };
  const listening = consent.onDidChange(() => {
    flush().catch((error: unknown) => told.onState({ kind: 'retrying', reason: String(error) }));
  });
  const eventOf = (report: Report, from: string | undefined): OnrampEvent => ({
    specversion: '1.0',
    id: v7(),
    source: 'urn:onramp:extension',
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    ...(from === undefined ? {} : { person: from }),
    ...report,
  });
  return {
    report: async (reports) => {
      const backend = consent.backend();
      if (backend === undefined || consent.state() !== 'yes') return;
      for (const report of reports) await boxesTo(backend).progress.add(eventOf(report, person()));
    },
    deliver: async (message) => {
      const backend = consent.backend();
      if (backend === undefined) throw new Error(vscode.l10n.t('no backend is set'));
      await boxesTo(backend).messages.add(eventOf(message, consent.state() === 'yes' ? person() : undefined));
    },
    waiting: async () => {
      const backend = consent.backend();
      if (backend === undefined) return [];
      const { progress, messages } = boxesTo(backend);
      const waiting = (await Promise.all([progress.waiting(), messages.waiting()])).flat();
      return waiting.sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    flush,
    dispose: () => {
      listening.dispose();
      close(opened);
    },
  };
}

function close(boxes: Boxes | undefined): void {
  boxes?.progress.dispose();
  boxes?.messages.dispose();
}
