import * as z from 'zod/mini';
import type { Parameter } from '../../../protocol/template.ts';
import { placesIn } from '../../jsonFile.ts';
import type { KeptFile } from './keptFiles.ts';

/** Something in a folder that is this project's own: what a template should ask for. `places` says where it stands, each line with its count. */
export type Proposal = {
  parameter: Parameter;
  /** Finds it; what is matched becomes the parameter. */
  pattern: RegExp;
  places: Place[];
  /** How often in all, names of files among them. */
  count: number;
  /** Whether it is likely enough to be taken unasked: a word such as “app” stands for much else. */
  likely: boolean;
};
/** Line 0 is the file's own name. */
export type Place = { file: string; line: number; count: number };

/** Finds what should be parameters: the project's name in its forms, its author, description and port. `folder` is the folder's name. */
export function findParameters(files: readonly KeptFile[], folder: string): Proposal[] {
  return candidates(files, folder)
    .map((candidate): Proposal => {
      const places = placesOf(files, candidate.pattern);
      return { ...candidate, places, count: places.reduce((sum, { count }) => sum + count, 0) };
    })
    .filter(({ count }) => count > 0);
}

type Candidate = Pick<Proposal, 'parameter' | 'pattern' | 'likely'>;

function candidates(files: readonly KeptFile[], folder: string): Candidate[] {
  const textOf = (path: string) => files.find((file) => file.path === path)?.text ?? '';
  const facts = [
    ofPackageJson(textOf('package.json')),
    ofToml(textOf('pyproject.toml')),
    ofToml(textOf('Cargo.toml')),
    ofGoMod(textOf('go.mod')),
  ];
  const fact = (key: keyof Facts) => facts.map((known) => known[key]?.trim()).find((value) => value !== undefined && value !== '');
  const found: Candidate[] = [];
  const add = (parameter: Parameter, pattern: RegExp, likely: boolean) => {
    const taken = found.some((one) => one.parameter.default === parameter.default);
    if (!taken) found.push({ parameter, pattern, likely });
  };
  const text = (name: string, prompt: string, value: string | undefined, likely = true) => {
    if (value !== undefined) add({ name, prompt, default: value }, wholeWord(value), likely && value.length > 3);
  };
  const modulePath = fact('module');
  text('modulePath', 'Path of the Go module', modulePath);
  for (const { name, prompt, value, pattern } of formsOf(fact('name') ?? folder)) {
    add(
      { name, prompt, default: value, ...(pattern.test(value) ? { pattern: pattern.source } : {}) },
      wholeWord(value),
      value.length > 3 && !generic.has(value.toLowerCase()),
    );
  }
  text('npmScope', 'Scope of the npm package, with the @', fact('scope'));
  text('description', 'Description of the project', fact('description'));
  text('authorEmail', 'E-mail address of the author', fact('email'));
  text('author', 'Author', fact('author'));
  for (const [index, port] of portsIn(files).entries()) {
    add(
      { name: index === 0 ? 'port' : `port${index + 1}`, prompt: 'Port', type: 'number', default: Number(port) },
      new RegExp(portBefore + port + portAfter, 'gi'),
      true,
    );
  }
  return found;
}

type Facts = Partial<Record<'name' | 'scope' | 'description' | 'author' | 'email' | 'module', string>>;

const packageJson = z.object({
  name: z.optional(z.string()),
  description: z.optional(z.string()),
  author: z.optional(z.union([z.string(), z.object({ name: z.optional(z.string()), email: z.optional(z.string()) })])),
});

function ofPackageJson(text: string): Facts {
  const read = packageJson.safeParse(jsonOf(text));
  if (!read.success) return {};
  const { name = '', description, author } = read.data;
  const [, scope, plain = ''] = /^(@[^/]+)?\/?(.*)$/.exec(name) ?? [];
  const by = typeof author === 'string' ? personOf(author) : { author: author?.name, email: author?.email };
  return defined({ name: plain, scope, description, ...by });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A package.json that is none says nothing.
    return undefined;
  }
}

/** What stands on a line of its own in the tables that name a project; it takes no more of TOML than that. */
function ofToml(text: string): Facts {
  const [, table = ''] = /^\[(?:project|package|tool\.poetry)\]\s*$([\s\S]*?)(?=^\[|$(?![\s\S]))/m.exec(text) ?? [];
  const value = (key: string) => new RegExp(`^${key}\\s*=\\s*["']([^"'\\n]*)["']\\s*$`, 'm').exec(table)?.[1];
  const authors = /^authors\s*=\s*\[([\s\S]*?)\]/m.exec(table)?.[1] ?? '';
  const named = /name\s*=\s*["']([^"'\n]*)["']/.exec(authors)?.[1];
  const by = named === undefined ? personOf(/["']([^"'\n]*)["']/.exec(authors)?.[1] ?? '') : { author: named };
  const email = /email\s*=\s*["']([^"'\n]*)["']/.exec(authors)?.[1];
  return defined({ name: value('name'), description: value('description'), ...by, ...defined({ email }) });
}

function ofGoMod(text: string): Facts {
  const module = /^module\s+(\S+)/m.exec(text)?.[1];
  return defined({
    module,
    name: module
      ?.replace(/\/v\d+$/, '')
      .split('/')
      .at(-1),
  });
}

/** `Ada Lovelace <ada@example.org> (https://…)`. */
function personOf(text: string): Facts {
  const [, author, email] = /^([^<(]*)(?:<([^>]*)>)?/.exec(text) ?? [];
  return defined({ author: author?.trim() || undefined, email });
}

function defined(facts: Record<string, string | undefined>): Facts {
  return Object.fromEntries(Object.entries(facts).flatMap(([key, value]) => (value === undefined || value === '' ? [] : [[key, value]])));
}

/** Words that stand in a project for much else than its name. */
const generic = new Set([
  'app',
  'api',
  'test',
  'tests',
  'main',
  'index',
  'lib',
  'src',
  'core',
  'server',
  'client',
  'project',
  'demo',
  'example',
  'hello',
  'node',
  'web',
]);

/** A name as it is written, and as code writes it. */
function formsOf(name: string): { name: string; prompt: string; value: string; pattern: RegExp }[] {
  const words = name
    .split(/[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])/)
    .filter(Boolean)
    .map((word) => word.toLowerCase());
  const capital = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1);
  const pascal = words.map(capital).join('');
  const forms: [string, string, RegExp][] = [
    ['projectName', name, /^[a-z0-9][a-z0-9._-]*$/],
    ['projectNameKebab', words.join('-'), /^[a-z0-9]+(-[a-z0-9]+)*$/],
    ['projectNameSnake', words.join('_'), /^[a-z_][a-z0-9_]*$/],
    ['projectNamePascal', pascal, /^[A-Z][A-Za-z0-9]*$/],
    ['projectNameCamel', pascal.slice(0, 1).toLowerCase() + pascal.slice(1), /^[a-z][A-Za-z0-9]*$/],
    ['projectNameConstant', words.join('_').toUpperCase(), /^[A-Z_][A-Z0-9_]*$/],
    ['projectTitle', words.map(capital).join(' '), /^\S.*$/],
  ];
  return forms
    .filter(([, value]) => value !== '')
    .map(([form, value, pattern]) => ({ name: form, prompt: `Name of the project, as in ${value}`, value, pattern }));
}

const portBefore =
  '(?<=\\bport["\']?\\s*[:=(,|?]{1,2}\\s*|_port["\']?\\s*[:=|?]{1,2}\\s*|localhost:|127\\.0\\.0\\.1:|0\\.0\\.0\\.0:|\\bEXPOSE\\s+)';
const portAfter = '(?![\\d.])';

function portsIn(files: readonly KeptFile[]): string[] {
  const counts = new Map<string, number>();
  for (const { text = '' } of files) {
    for (const [port] of text.matchAll(new RegExp(`${portBefore}[1-9]\\d{3,4}${portAfter}`, 'gi')))
      counts.set(port, (counts.get(port) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([port]) => port)
    .slice(0, 3);
}

/** A text where it stands for itself, not as part of a longer word. */
function wholeWord(text: string): RegExp {
  const exact = text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
  return new RegExp(`(?<![A-Za-z0-9_])${exact}(?![A-Za-z0-9_])`, 'g');
}

function placesOf(files: readonly KeptFile[], pattern: RegExp): Place[] {
  return files.flatMap(({ path, text = '' }) => {
    const at = placesIn(text);
    const lines = new Map<number, number>();
    const inName = [...path.matchAll(pattern)].length;
    if (inName > 0) lines.set(0, inName);
    for (const { index } of text.matchAll(pattern)) {
      const { line } = at(index);
      lines.set(line, (lines.get(line) ?? 0) + 1);
    }
    return [...lines].map(([line, count]) => ({ file: path, line, count }));
  });
}
