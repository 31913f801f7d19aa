import * as vscode from 'vscode';
import { changesBetween } from '../../core/pack/changelog.ts';
import { confusions, type NamedPack } from '../../core/pack/confusableNames.ts';
import { newerVersion, wantedSource } from '../../core/pack/newerVersion.ts';
import { type OpenedPack, openSource } from '../../core/pack/openSource.ts';
import { PackRefused } from '../../core/pack/packRefused.ts';
import { type PackStore, shownVersion, versionBefore } from '../../core/pack/packStore.ts';
import { readSource, type Source, writeSource } from '../../core/pack/source.ts';
import type { SourcePorts } from '../../core/pack/sourceContent.ts';
import type { InstalledRecord } from '../../protocol/installedPack.ts';
import { reasonOf } from '../host/reason.ts';
import { say } from '../host/say.ts';
import { commands } from '../ids.ts';
import type { InstalledPacks } from './installedPacks.ts';
import type { NpmTokens } from './npmToken.ts';
import type { OpenPorts } from './sourcePorts.ts';

/** What a person does with packs. Whatever keeps an act from being done is told here, once; nothing is half done. */
export type PackActs = {
  install(source: Source): Promise<void>;
  /** Asks where from. */
  installFrom(): Promise<void>;
  update(name: string): Promise<void>;
  rollBack(name: string): Promise<void>;
  uninstall(name: string): Promise<void>;
  /** Does something that waits for the network, with progress that can be cancelled; undefined where it was, or was refused. */
  waiting<T>(title: string, work: (ports: SourcePorts) => Promise<T>): Promise<T | undefined>;
};

export type PackActParts = { store: PackStore; packs: InstalledPacks; ports: OpenPorts; tokens: NpmTokens };

export function packActs({ store, packs, ports, tokens }: PackActParts): PackActs {
  const recordOf = async (name: string): Promise<InstalledRecord | undefined> =>
    (await store.records()).find((record) => record.name === name && record.current !== undefined);

  const told = async (error: unknown, again: () => Promise<void>): Promise<void> => {
    if (error instanceof PackRefused && error.told.code === 'fetch.cancelled') return;
    const registry = error instanceof PackRefused && error.told.code === 'npm.token' ? error.told.args[0] : undefined;
    const setToken = vscode.l10n.t('Set the npm Token…');
    const words = error instanceof PackRefused ? say(error.told) : reasonOf(error);
    const chosen = await vscode.window.showErrorMessage(words, ...(registry === undefined ? [] : [setToken]));
    if (chosen !== setToken || typeof registry !== 'string') return;
    await tokens.ask(registry);
    await again();
  };
  const waiting = <T>(title: string, work: (open: SourcePorts) => Promise<T>): Promise<T | undefined> => {
    const attempt = () =>
      vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, async (_, token) => {
        const cancel = new AbortController();
        const listening = token.onCancellationRequested(() => cancel.abort());
        try {
          return await work(await ports(cancel.signal));
        } finally {
          listening.dispose();
        }
      });
    const trying = async (): Promise<T | undefined> => {
      try {
        return await attempt();
      } catch (error) {
        let got: T | undefined;
        await told(error, async () => {
          got = await trying();
        });
        return got;
      }
    };
    return trying();
  };
  const tellingFailure = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      await told(error, async () => {});
    }
  };

  /** Whether the person goes on although there is something to know first. */
  const goesOn = async (opened: OpenedPack): Promise<boolean> => {
    const { manifest } = opened.pack;
    const known = (await packs.all()).flatMap(({ pack, origin }): NamedPack[] =>
      pack === undefined ? [] : [{ ...pack.manifest, origin }],
    );
    const warnings = [...confusions({ ...manifest, origin: opened.origin }, known), ...opened.notes].map(say);
    if (warnings.length === 0) return true;
    const install = vscode.l10n.t('Install Anyway');
    const detail = [...warnings, vscode.l10n.t('It comes from {0} and says its publisher is {1}.', opened.origin, manifest.publisher)];
    const question = vscode.l10n.t('Do you want to install {0}?', manifest.title);
    return (await vscode.window.showWarningMessage(question, { modal: true, detail: detail.join('\n\n') }, install)) === install;
  };

  const tellInstalled = async (title: string, version: string, attested: boolean): Promise<void> => {
    packs.refresh();
    const show = vscode.l10n.t('Show Its Tutorials');
    const words = attested
      ? vscode.l10n.t('{0} {1} is installed. Its registry attests where it was built.', title, version)
      : vscode.l10n.t('{0} {1} is installed.', title, version);
    if ((await vscode.window.showInformationMessage(words, show)) === show) await vscode.commands.executeCommand(commands.browse);
  };

  const install = async (source: Source): Promise<void> => {
    const kept = await store.installKept(source);
    if (kept !== undefined) {
      packs.refresh();
      const { pack } = (await packs.find(kept.name)) ?? {};
      return tellInstalled(pack?.manifest.title ?? kept.name, shownVersion(kept)?.version ?? '', false);
    }
    const opened = await waiting(vscode.l10n.t('Getting {0}', writeSource(source)), (open) => openSource(source, open));
    if (opened === undefined || !(await goesOn(opened))) return;
    await store.install(opened);
    await tellInstalled(opened.pack.manifest.title, opened.version, opened.attestation !== undefined);
  };

  const update = async (name: string): Promise<void> => {
    const record = await recordOf(name);
    const current = record === undefined ? undefined : shownVersion(record);
    if (record === undefined || current === undefined) return;
    const found = await waiting(vscode.l10n.t('Looking for a newer {0}', name), async (open) => {
      const source = (await newerVersion(record, open))?.source ?? wantedSource(record);
      return source === undefined ? undefined : openSource(source, open);
    });
    if (found === undefined) return;
    const { title } = found.pack.manifest;
    if (found.integrity === current.integrity) {
      await vscode.window.showInformationMessage(vscode.l10n.t('{0} {1} is the newest there is.', title, current.version));
      return;
    }
    const changes = changesBetween((await found.files.readText('CHANGELOG.md')) ?? '', current.version, found.version);
    const detail = [
      changes === undefined ? vscode.l10n.t('It does not say what has changed.') : shortened(changes),
      ...found.notes.map(say),
      vscode.l10n.t('Your progress is kept, and you can go back to {0}.', current.version),
    ];
    const agree = vscode.l10n.t('Update');
    const question = vscode.l10n.t('Update {0} from {1} to {2}?', title, current.version, found.version);
    if ((await vscode.window.showInformationMessage(question, { modal: true, detail: detail.join('\n\n') }, agree)) !== agree) return;
    await store.install(found, record.wanted);
    packs.refresh();
  };

  return {
    waiting,
    install: (source) => tellingFailure(() => install(source)),
    installFrom: () =>
      tellingFailure(async () => {
        const written = await vscode.window.showInputBox({
          title: vscode.l10n.t('Install a Pack'),
          prompt: vscode.l10n.t('An npm package, owner/repo@tag, an https address of a .tgz, or a folder or .tgz file'),
          placeHolder: 'octokit-quickstart@^1.0.0',
          ignoreFocusOut: true,
          validateInput: (text) => {
            const read = readSource(text);
            return text === '' || 'source' in read ? undefined : say(read.problem);
          },
        });
        if (written === undefined || written.trim() === '') return;
        const read = readSource(written);
        if ('problem' in read) throw new PackRefused(read.problem);
        await install(absolute(read.source));
      }),
    update: (name) => tellingFailure(() => update(name)),
    rollBack: (name) =>
      tellingFailure(async () => {
        const record = await recordOf(name);
        const [current, before] = record === undefined ? [] : [shownVersion(record), versionBefore(record)];
        if (current === undefined || before === undefined) return;
        const agree = vscode.l10n.t('Go Back to {0}', before.version);
        const question = vscode.l10n.t('Go back from {0} {1} to {2}?', name, current.version, before.version);
        const detail = vscode.l10n.t('Your progress is kept.');
        if ((await vscode.window.showInformationMessage(question, { modal: true, detail }, agree)) !== agree) return;
        await store.rollBack(name);
        packs.refresh();
      }),
    uninstall: (name) =>
      tellingFailure(async () => {
        const { pack } = (await packs.find(name)) ?? {};
        const agree = vscode.l10n.t('Uninstall');
        const question = vscode.l10n.t('Uninstall {0}?', pack?.manifest.title ?? name);
        const detail = vscode.l10n.t('Your progress in it is kept, and so are the files it wrote for you.');
        if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, agree)) !== agree) return;
        await store.uninstall(name);
        packs.refresh();
      }),
  };
}

/** A folder or file that was named from where the person is, seen from the root. */
function absolute(source: Source): Source {
  if ((source.kind !== 'folder' && source.kind !== 'file') || /^([/\\~]|[a-z]:[/\\])/i.test(source.path)) return source;
  const here = vscode.workspace.workspaceFolders?.[0]?.uri;
  return here?.scheme === 'file' ? { ...source, path: vscode.Uri.joinPath(here, source.path).fsPath } : source;
}

/** As much as a dialog can show. */
function shortened(text: string): string {
  return text.length <= 1200 ? text : `${text.slice(0, 1200).replace(/\n[^\n]*$/, '')}\n…`;
}
