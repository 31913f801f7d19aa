import { everyPart, type Part } from './body.ts';
import { parseBody } from './parseBody.ts';
import { printBody } from './printBody.ts';
import { transformed } from './transform.ts';
import { variables } from './variables.ts';

/** More parts than this no snippet comes to: one that refers to itself over and over would fill the memory. */
const most = 20_000;

/** The value of a variable; undefined where it has none here. */
export type VariableValue = (name: string) => string | undefined;

const noValue: VariableValue = () => undefined;

/**
 * A snippet as it stands when it was inserted and nothing is typed yet: defaults stay, the same in every place of their tab stop, tab stops
 * vanish, of choices the first. Undefined where it would repeat itself without end.
 */
export function renderBody(parts: readonly Part[], value: VariableValue = noValue): string | undefined {
  const filled = fillIn(parts);
  return filled === undefined ? undefined : text(filled, value);
}

/**
 * The body to hand to VS Code. A variable that it does not know becomes a placeholder of that name, as VS Code has it in snippet files.
 * Undefined where the snippet would repeat itself without end, and VS Code with it.
 */
export function insertableBody(body: string): string | undefined {
  const { parts } = parseBody(body);
  if (fillIn(parts) === undefined) return undefined;
  const known = placeholdersForUnknown(parts);
  return known === parts ? body : printBody(known);
}

/** Puts placeholders for variables that nobody knows and that have no default. */
export function placeholdersForUnknown(parts: Part[]): Part[] {
  let highest = Math.max(0, ...everyPart(parts).map((part) => ('index' in part ? part.index : 0)));
  const numbers = new Map<string, number>();
  // Level by level, as VS Code numbers them; what stands in a variable's default is left.
  for (let level = parts; level.length > 0; level = level.flatMap((part) => (part.kind === 'placeholder' ? part.parts : []))) {
    for (const part of level) if (isUnknown(part) && !numbers.has(part.name)) numbers.set(part.name, ++highest);
  }
  if (numbers.size === 0) return parts;
  const put = (part: Part): Part => {
    const { from, to } = part;
    if (part.kind === 'placeholder') return { ...part, parts: part.parts.map(put) };
    if (!isUnknown(part)) return part;
    return { kind: 'placeholder', index: numbers.get(part.name) ?? 0, parts: [{ kind: 'text', text: part.name, from, to }], from, to };
  };
  return parts.map(put);
}

/** Whether it is a variable that VS Code does not know and that has no default. */
export function isUnknown(part: Part): part is Extract<Part, { kind: 'variable' }> {
  return part.kind === 'variable' && (part.parts ?? []).length === 0 && !variables.includes(part.name);
}

function text(parts: readonly Part[], value: VariableValue): string {
  return parts.map((part) => partText(part, value)).join('');
}

function partText(part: Part, value: VariableValue): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'tabStop':
      return '';
    case 'choice':
      return part.options[0] ?? '';
    case 'placeholder':
      return text(part.parts, value);
    case 'variable': {
      const given = value(part.name);
      if (part.transform !== undefined) return transformed(given ?? '', part.transform);
      return given ?? text(part.parts ?? [], value);
    }
  }
}

/** Gives each tab stop the default of the first of its number that has one; undefined where that has no end. */
function fillIn(parts: readonly Part[]): Part[] | undefined {
  const all = everyPart(parts);
  const defaults = new Map<number, readonly Part[]>();
  const defining = new Set<Part>();
  for (const part of all) {
    const own = ownDefault(part);
    if (own === undefined || part.kind === 'variable') continue;
    if ('index' in part && part.index > 0 && !defaults.has(part.index)) {
      defaults.set(part.index, own);
      defining.add(part);
    }
  }
  let made = 0;
  /** `within` are the tab stops whose defaults are being put in. */
  const fill = (part: Part, within: ReadonlySet<number>): Part => {
    if (++made > most) return part;
    if (part.kind === 'variable')
      return part.parts === undefined ? part : { ...part, parts: part.parts.map((inner) => fill(inner, within)) };
    if (part.kind === 'text') return part;
    const value = defining.has(part) ? undefined : defaults.get(part.index);
    if (value === undefined) return part.kind === 'placeholder' ? { ...part, parts: part.parts.map((inner) => fill(inner, within)) } : part;
    if (within.has(part.index)) return { kind: 'tabStop', index: part.index, from: part.from, to: part.to };
    const inside = new Set([...within, part.index]);
    return { kind: 'placeholder', index: part.index, parts: value.map((inner) => fill(inner, inside)), from: part.from, to: part.to };
  };
  const filled = parts.map((part) => fill(part, new Set()));
  return made > most ? undefined : filled;
}

/** What stands in a tab stop at first; undefined where nothing does. */
function ownDefault(part: Part): readonly Part[] | undefined {
  if (part.kind === 'placeholder') return part.parts.length > 0 ? part.parts : undefined;
  if (part.kind === 'choice') return [{ kind: 'text', text: part.options[0] ?? '', from: part.from, to: part.to }];
  return undefined;
}
