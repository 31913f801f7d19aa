import type { IRawGrammar } from '@shikijs/vscode-textmate';
import * as vscode from 'vscode';
import { contributed, isRecord, texts } from './contributed.ts';

/** The grammars of the installed extensions, each read when it is first needed. */
export type Grammars = {
  /** The scope of the first of these names that a grammar is known for: a language's id or alias, a file's name or extension. */
  scopeOf(names: readonly string[]): string | undefined;
  /** Reads the grammar of a scope and all that it refers to; one that cannot be read is left out. */
  read(scope: string): Promise<void>;
  /** A grammar that was read. */
  get(scope: string): IRawGrammar | undefined;
  /** The scopes of the grammars that add to this one. */
  injectedInto(scope: string): string[];
};

export function installedGrammars(): Grammars {
  const files = new Map<string, vscode.Uri>();
  const injections = new Map<string, string[]>();
  const scopes = namedScopes((scope, file, into) => {
    files.set(scope, file);
    for (const target of into) injections.set(target, [...(injections.get(target) ?? []), scope]);
  });
  const grammars = new Map<string, IRawGrammar>();
  const injectedInto = (scope: string) => injections.get(scope) ?? [];

  /** Gives the scopes that the grammar refers to. */
  const readOne = async (scope: string, file: vscode.Uri): Promise<string[]> => {
    try {
      const grammar: unknown = JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
      if (!isGrammar(grammar)) return [];
      grammars.set(scope, grammar);
      return [...scopesWithin(grammar)];
    } catch {
      // Such as one in TextMate's XML: what it would colour stays plain.
      return [];
    }
  };
  const reading = new Map<string, Promise<string[]>>();
  const readAll = async (scope: string, within: Set<string>): Promise<void> => {
    const file = files.get(scope);
    if (file === undefined || within.has(scope)) return;
    within.add(scope);
    const read = reading.get(scope) ?? readOne(scope, file);
    reading.set(scope, read);
    await Promise.all([...(await read), ...injectedInto(scope)].map((other) => readAll(other, within)));
  };

  return {
    scopeOf: (names) => {
      for (const name of names) {
        const scope = scopes.get(name.toLowerCase());
        if (scope !== undefined) return scope;
      }
      return undefined;
    },
    read: (scope) => readAll(scope, new Set()),
    get: (scope) => grammars.get(scope),
    injectedInto,
  };
}

/** Scopes by every name a language goes by, in lower case; where two languages claim a name, the more exact claim wins, then the first. */
function namedScopes(found: (scope: string, file: vscode.Uri, injectedInto: string[]) => void): Map<string, string> {
  const byLanguage = new Map<string, string>();
  const byScope: [string, string][] = [];
  for (const { root, entry } of contributed('grammars')) {
    const { scopeName, path, language } = entry;
    if (typeof scopeName !== 'string' || typeof path !== 'string') continue;
    found(scopeName, vscode.Uri.joinPath(root, path), texts(entry.injectTo));
    if (typeof language === 'string') byLanguage.set(language, scopeName);
    byScope.push([scopeName.replace(/^(source|text)\./, ''), scopeName]);
  }
  const claims: [string, string][][] = [[], [], []];
  for (const { entry } of contributed('languages')) {
    const scope = typeof entry.id === 'string' ? byLanguage.get(entry.id) : undefined;
    if (scope === undefined) continue;
    const names = [
      [String(entry.id)],
      texts(entry.aliases),
      [...texts(entry.filenames), ...texts(entry.extensions).map((end) => end.slice(1))],
    ];
    for (const [exactness, of] of names.entries())
      claims[exactness]?.push(...of.map((name): [string, string] => [name.toLowerCase(), scope]));
  }
  const scopes = new Map<string, string>();
  for (const [name, scope] of [...claims.flat(), ...byScope]) if (!scopes.has(name)) scopes.set(name, scope);
  return scopes;
}

function isGrammar(value: unknown): value is IRawGrammar {
  return isRecord(value) && typeof value.scopeName === 'string' && Array.isArray(value.patterns);
}

/** The other grammars a grammar includes. */
function scopesWithin(rule: unknown, found = new Set<string>()): Set<string> {
  if (typeof rule !== 'object' || rule === null) return found;
  for (const [key, value] of Object.entries(rule)) {
    if (key !== 'include') scopesWithin(value, found);
    else if (typeof value === 'string' && !/^[#$]/.test(value)) found.add(value.replace(/#.*$/, ''));
  }
  return found;
}
