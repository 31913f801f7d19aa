import * as vscode from 'vscode';
import { type Found, findReference, takeAnchor } from '../../core/tutorial/anchor.ts';
import { shiftLines } from '../../core/tutorial/lineRange.ts';
import type { Reference } from '../../core/tutorial/tutorial.ts';
import type { Anchor } from '../../protocol/anchor.ts';
import type { AnchorStore } from './anchorStore.ts';
import type { MarkedStep } from './markedStep.ts';

/** Where a step's references are in the documents that are open, while they are edited. */
export type FollowedReferences = {
  /** What is found in a document, found first where it was not looked at yet. */
  in(document: vscode.TextDocument): Found[];
  /** Where a reference is in its document; from now on its lines are these. */
  anchor(document: vscode.TextDocument, reference: Reference): Found | undefined;
  dispose(): void;
};

type Followed = {
  reference: Reference;
  /** What was kept of the lines when they were last certain. */
  anchor: Anchor | undefined;
  found: Found | undefined;
  /** The length of the last of the lines. */
  length: number;
};

/** How long nothing is typed before lines are looked at anew. */
const settling = 300;

/** `folder` is where the step's files are; `moved` is called when lines are elsewhere than before. */
export function followReferences(step: MarkedStep, folder: vscode.Uri, anchors: AnchorStore, moved: () => void): FollowedReferences {
  const { owner, section } = step;
  const followed = new Map<vscode.TextDocument, Followed[]>();
  const settles = new Map<vscode.TextDocument, ReturnType<typeof setTimeout>>();
  const clicked = new Set<Reference>();

  const look = (document: vscode.TextDocument): Followed[] => {
    const known = followed.get(document);
    if (known !== undefined) return known;
    const address = document.uri.toString();
    const here = section.references.filter(({ path }) => vscode.Uri.joinPath(folder, path).toString() === address);
    const fresh = here.map((reference) => ({ reference, anchor: anchors.read(owner, reference), found: undefined, length: 0 }));
    if (fresh.length > 0) followed.set(document, fresh);
    for (const one of fresh) find(document, one);
    return fresh;
  };

  const find = (document: vscode.TextDocument, one: Followed) => {
    one.found = findReference(document.getText(), one.reference, one.anchor);
    note(document, one);
  };

  /** Keeps what is certain, so that it can be found again from here. */
  const note = (document: vscode.TextDocument, one: Followed) => {
    if (one.found === undefined) return;
    one.length = document.lineAt(one.found.lines.to).text.length;
    const underWay = one.anchor === undefined && !clicked.has(one.reference) && step.isUnderWay(one.reference);
    if (one.found.kind === 'certain' && !underWay) one.anchor = takeAnchor(document.getText(), one.found.lines) ?? one.anchor;
  };

  const keep = (document: vscode.TextDocument) => {
    for (const { reference, anchor } of followed.get(document) ?? []) {
      // What cannot be kept now is found by what was kept before.
      if (anchor !== undefined) anchors.write(owner, reference, anchor).catch(() => undefined);
    }
  };

  const follow = ({ document, contentChanges }: vscode.TextDocumentChangeEvent) => {
    const here = followed.get(document);
    if (here === undefined || contentChanges.length === 0) return;
    for (const one of here) {
      for (const { range, text } of contentChanges) {
        const lines = one.found && one.anchor && shiftLines(one.found.lines, one.length, { start: range.start, end: range.end, text });
        one.found = lines && one.found && { kind: one.found.kind, lines };
      }
      const last = one.found?.lines.to ?? 0;
      if (one.found === undefined || one.found.lines.from < 0 || last >= document.lineCount) find(document, one);
      else one.length = document.lineAt(last).text.length;
    }
    clearTimeout(settles.get(document));
    settles.set(
      document,
      setTimeout(() => settle(document), settling),
    );
    moved();
  };

  const settle = (document: vscode.TextDocument) => {
    settles.delete(document);
    for (const one of followed.get(document) ?? []) {
      if (one.found?.kind === 'certain' && one.found.lines.from >= 0 && one.found.lines.to < document.lineCount) note(document, one);
      else find(document, one);
    }
    moved();
  };

  const listening = [
    vscode.workspace.onDidChangeTextDocument(follow),
    vscode.workspace.onDidSaveTextDocument(keep),
    vscode.workspace.onDidCloseTextDocument((document) => {
      keep(document);
      clearTimeout(settles.get(document));
      settles.delete(document);
      followed.delete(document);
    }),
  ];
  return {
    in: (document) => look(document).flatMap(({ found }) => found ?? []),
    anchor: (document, reference) => {
      clicked.add(reference);
      const one = look(document).find((other) => other.reference === reference);
      if (one === undefined) return undefined;
      if (one.found === undefined) find(document, one);
      else note(document, one);
      keep(document);
      return one.found;
    },
    dispose: () => {
      for (const document of followed.keys()) {
        if (settles.has(document)) settle(document);
        keep(document);
      }
      for (const timer of settles.values()) clearTimeout(timer);
      for (const listener of listening) listener.dispose();
    },
  };
}
