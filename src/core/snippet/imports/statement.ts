/** An import statement taken apart: what it brings in, and from where. */
export type ImportStatement = JsImport | PythonImport | GoImport;

/** `names` are what stands between the braces, as it is written: `a`, `a as b`, `type A`. */
export type JsImport = {
  language: 'js';
  from: string;
  type: boolean;
  default: string | undefined;
  namespace: string | undefined;
  names: string[];
};
/** `from module import names`, or `import module` where there are none. */
export type PythonImport = { language: 'python'; module: string; names: string[] };
export type GoImport = { language: 'go'; path: string; alias: string | undefined };

const js = /^import\s+(?:(?<type>type)\s+(?!from\s*['"]))?(?:(?<clause>[^'"]+?)\s*from\s*)?(?<quote>['"])(?<from>[^'"]+)\k<quote>\s*;?$/;
const clauseForm = /^(?<main>[A-Za-z_$][\w$]*)?\s*(?:(?:^|,)\s*(?:\*\s*as\s+(?<namespace>[A-Za-z_$][\w$]*)|\{(?<names>[^{}]*)\}))?$/;
const pythonFrom = /^from\s+(?<module>[\w.]+)\s+import\s+(?:\((?<wrapped>[^()]*)\)|(?<names>[^()#]+))$/;
const pythonWhole = /^import\s+(?<module>[\w.]+(?:\s+as\s+\w+)?)$/;
const go = /^(?:import\s+)?(?:(?<alias>[\w.]+)\s+)?"(?<path>[^"\s]+)"$/;

/** Reads one statement of JavaScript (as in an ES module), Python or Go; undefined for anything else. */
export function readImport(text: string): ImportStatement | undefined {
  return readJsImport(text.trim()) ?? readPythonImport(text.trim()) ?? readGoImport(text.trim());
}

/** The same, for one of these languages only. */
export function readJsImport(statement: string): JsImport | undefined {
  const { type, clause, from } = js.exec(statement)?.groups ?? {};
  if (from === undefined) return undefined;
  const parts = clause === undefined ? undefined : clauseForm.exec(clause.trim())?.groups;
  if (clause !== undefined && parts === undefined) return undefined;
  return {
    language: 'js',
    from,
    type: type !== undefined,
    default: parts?.main,
    namespace: parts?.namespace,
    names: listOf(parts?.names),
  };
}

export function readPythonImport(statement: string): PythonImport | undefined {
  const { module, wrapped, names } = pythonFrom.exec(statement)?.groups ?? {};
  if (module !== undefined) return { language: 'python', module, names: listOf(wrapped ?? names) };
  const whole = pythonWhole.exec(statement)?.groups?.module;
  return whole === undefined ? undefined : { language: 'python', module: whole.replace(/\s+/g, ' '), names: [] };
}

export function readGoImport(statement: string): GoImport | undefined {
  const { alias, path } = go.exec(statement)?.groups ?? {};
  return path === undefined || alias === 'import' ? undefined : { language: 'go', path, alias };
}

/** Names with commas between them, each in one form. */
export function listOf(names: string | undefined): string[] {
  return (names ?? '')
    .split(',')
    .map((name) => name.trim().replace(/\s+/g, ' '))
    .filter((name) => name !== '');
}
