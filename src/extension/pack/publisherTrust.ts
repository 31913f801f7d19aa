import * as vscode from 'vscode';

/** Whose packs may run commands and write files, by the person's word, asked once for each. */
export type PublisherTrust = {
  /** Asks where it was not asked yet. False: the person said no, and nothing is to be done. */
  ask(pack: Publication & { title: string }): Promise<boolean>;
  /** Whether the person has said so already, and not taken it back. */
  isGiven(pack: Publication): boolean;
  /** Asks anew from here on. */
  forgetAll(): Promise<void>;
};

type Publication = { root: vscode.Uri; origin?: string; publisher: string };

const key = 'trustedPublishers';

/**
 * What ships with the extension came with it and is trusted as it is. Anybody can write anybody's name into a manifest, so elsewhere trust
 * goes to a name together with the place the pack comes from: its `origin`, such as its npm package, whatever version of it lies in
 * whatever folder, or else the folder.
 */
export function publisherTrust(memento: vscode.Memento, shipped: vscode.Uri): PublisherTrust {
  const asking = new Map<string, Promise<boolean>>();
  const nameOf = ({ root, origin = root.toString(), publisher }: Publication) => `${publisher} ${origin}`;
  const isGiven = (pack: Publication) =>
    pack.root.toString().startsWith(`${shipped.toString()}/`) || memento.get<string[]>(key, []).includes(nameOf(pack));
  return {
    isGiven,
    ask: async (pack) => {
      if (isGiven(pack)) return true;
      const { root, origin = root.toString(), title, publisher } = pack;
      const name = nameOf(pack);
      const asked =
        asking.get(name) ??
        askPerson(title, publisher, origin === root.toString() ? whereIs(root) : vscode.l10n.t('It comes from {0}.', origin));
      asking.set(name, asked);
      try {
        if (!(await asked)) return false;
      } finally {
        asking.delete(name);
      }
      const known = memento.get<string[]>(key, []);
      if (!known.includes(name)) await memento.update(key, [...known, name]);
      return true;
    },
    forgetAll: async () => memento.update(key, undefined),
  };
}

function whereIs(root: vscode.Uri): string {
  return vscode.l10n.t('It lies in {0}.', root.scheme === 'file' ? root.fsPath : root.toString());
}

async function askPerson(title: string, publisher: string, where: string): Promise<boolean> {
  const trust = vscode.l10n.t('Trust {0}', publisher);
  const detail = [
    vscode.l10n.t('“{0}” is about to run or write something in your folder, as you asked.', title),
    vscode.l10n.t(
      'Its commands run as if you had typed them. Each is shown in full, and runs only when you press its button; what a check runs is run again when you save, once you have pressed Check for it.',
    ),
    where,
  ].join('\n\n');
  return (await vscode.window.showWarningMessage(vscode.l10n.t('Do you trust {0}?', publisher), { modal: true, detail }, trust)) === trust;
}
