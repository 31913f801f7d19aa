import * as vscode from 'vscode';
import { filesIn } from '../../core/filesIn.ts';
import { readSource } from '../../core/pack/source.ts';
import { readTemplate } from '../../core/scaffold/template.ts';
import { templateNames } from '../../core/scaffold/templateIn.ts';
import { say } from '../host/say.ts';
import { chooseTarget } from './chooseTarget.ts';
import type { FindTemplate, TemplatePack } from './findTemplate.ts';
import { askOne, askText, type Stepped } from './multiStep.ts';
import type { Scaffolder } from './scaffolder.ts';
import type { Scaffolded, TemplateSource } from './scaffoldTemplate.ts';
import { requireTrust, tellingWhy } from './toldRefusals.ts';

export type NewParts = {
  find: FindTemplate;
  packs(): Promise<readonly TemplatePack[]>;
  scaffolder: Scaffolder;
  goOnInOtherWindow(done: Scaffolded): Promise<void>;
};

/** Asks for a template of any pack, a folder or a repository and for where to, then scaffolds it there. */
export function newFromTemplate({ find, packs, scaffolder, goOnInOtherWindow }: NewParts): Promise<void> {
  const title = vscode.l10n.t('New From Template');
  return tellingWhy(async () => {
    for (;;) {
      const template = await chooseTemplate(title, find, await packs());
      if (template === undefined) return;
      const target = await chooseTarget({ title, step: 2, of: 2, canGoBack: true });
      if (target === 'back') continue;
      if (target === undefined) return;
      const { folder, open } = target.answer;
      if (open) requireTrust();
      const done = await scaffolder.write(template, folder);
      if (done === undefined) return;
      return open ? scaffolder.goOn(done) : goOnInOtherWindow(done);
    }
  });
}

type Item = vscode.QuickPickItem & { open?(): Promise<Stepped<TemplateSource>> };

async function chooseTemplate(title: string, find: FindTemplate, packs: readonly TemplatePack[]): Promise<TemplateSource | undefined> {
  const frame = { title, step: 1, of: 2, canGoBack: false };
  const items: Item[] = [
    ...(await Promise.all(packs.map((pack) => itemsOf(pack, find)))).flat(),
    { label: vscode.l10n.t('Elsewhere'), kind: vscode.QuickPickItemKind.Separator },
    { label: `$(folder-opened) ${vscode.l10n.t('From a Folder…')}`, open: () => fromFolder(find) },
    {
      label: `$(github) ${vscode.l10n.t('From GitHub…')}`,
      description: 'owner/repo/path@tag',
      open: () => fromSource({ ...frame, canGoBack: true }, find),
    },
  ];
  for (;;) {
    const stepped = await askOne(frame, { placeholder: vscode.l10n.t('Which template?'), items });
    if (typeof stepped !== 'object') return undefined;
    const opened = await stepped.answer.open?.();
    if (opened !== 'back') return opened?.answer;
  }
}

async function itemsOf(pack: TemplatePack, find: FindTemplate): Promise<Item[]> {
  const { manifest } = pack.pack ?? {};
  if (manifest === undefined) return [];
  const items = await Promise.all(
    (await templateNames(pack.files)).map(async (name): Promise<Item[]> => {
      const { template } = await readTemplate(filesIn(pack.files, `templates/${name}`), name);
      const source = find.ofPack(pack, name);
      // What is wrong with it is told where somebody works on the pack.
      if (template === undefined || source === undefined) return [];
      const { title, description } = template;
      return [{ label: title, ...(description === undefined ? {} : { detail: description }), open: async () => ({ answer: source }) }];
    }),
  );
  const all = items.flat();
  return all.length === 0 ? [] : [{ label: manifest.title, kind: vscode.QuickPickItemKind.Separator }, ...all];
}

async function fromFolder(find: FindTemplate): Promise<Stepped<TemplateSource>> {
  const openLabel = vscode.l10n.t('Use as Template');
  const [folder] = (await vscode.window.showOpenDialog({ canSelectFiles: false, canSelectFolders: true, openLabel })) ?? [];
  return folder === undefined ? undefined : { answer: await find.ofFolder(folder) };
}

async function fromSource(frame: Parameters<typeof askText>[0], find: FindTemplate): Promise<Stepped<TemplateSource>> {
  const stepped = await askText(frame, {
    prompt: vscode.l10n.t('A repository on GitHub or a folder of it, at a tag: owner/repo/path@tag'),
    value: '',
    refusal: (text) => {
      const read = readSource(text.replace(/#[\w.-]+$/, ''));
      return text !== '' && 'problem' in read ? say(read.problem) : undefined;
    },
  });
  if (typeof stepped !== 'object') return stepped;
  const source = stepped.answer.trim() === '' ? undefined : await find.ofSource(stepped.answer.trim());
  return source === undefined ? 'back' : { answer: source };
}
