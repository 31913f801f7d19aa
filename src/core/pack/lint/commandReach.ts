import { folderOf } from '../../path.ts';

/** What a command can do to the files of a project, as far as its first words tell: nothing, what a package manager does, or anything. */
export type Reach = 'nothing' | 'packages' | 'anything';

/** The farthest reach of the commands of a run block. */
export function reachOf(text: string): Reach {
  const reaches = text
    .replace(/\\\n/g, ' ')
    .split(/\n|&&|\|\||;|\|/)
    .map((command) => command.trim())
    .filter((command) => command !== '' && !command.startsWith('#'))
    .map(reachOfOne);
  return reaches.includes('anything') ? 'anything' : reaches.includes('packages') ? 'packages' : 'nothing';
}

/** Whether a command of this reach can change a file that is there. */
export function canChange(reach: Reach, path: string): boolean {
  return reach === 'anything' || (reach === 'packages' && packageFile.test(path.slice(folderOf(path).length)));
}

/** The files that package managers write. */
const packageFile =
  /(package(-lock)?|composer|deno)\.jsonc?$|\.lock$|lock\.(ya?ml|json|b)$|\.(toml|csproj|fsproj|mod|sum|gradle|xml)$|requirements[^/]*\.txt$|Gemfile$|Pipfile$/i;

function reachOfOne(command: string): Reach {
  // A redirection writes whatever it names; 2>&1 and /dev/null are no files, and => is no redirection.
  if (/(?<![=-])>(?!&|\s*\/dev\/null)/.test(command.replace(/"[^"]*"|'[^']*'/g, ''))) return 'anything';
  const words = command.replace(/^(?:[A-Za-z_]\w*=\S*\s+|sudo\s+|time\s+|env\s+)+/, '').split(/\s+/);
  const [program = '', ...rest] = words;
  const [verb = ''] = rest.filter((word) => !word.startsWith('-'));
  const known = programs[program.replace(/^.*\//, '').replace(/\.(exe|cmd)$/, '')];
  return typeof known === 'function' ? known(verb, rest) : (known ?? 'anything');
}

type ByVerb = (verb: string, words: readonly string[]) => Reach;

const javaScriptManager: ByVerb = (verb, words) => {
  if (/^(i|install|ci|add|update|up|upgrade|uninstall|remove|rm|un|pkg|dedupe|link)$/.test(verb)) return 'packages';
  if (verb === 'run' || verb === 'run-script') return runsAnything.test(words.join(' ')) ? 'anything' : 'nothing';
  return /^(ls|list|test|t|start|outdated|view|info|why|audit|--version|-v|whoami|)$/.test(verb) ? 'nothing' : 'anything';
};
/** Scripts that are known to rewrite sources, or may well. */
const runsAnything = /format|fmt|fix|gen|lint|codemod|migrate|build|prepare|setup|init/i;

const oneOf =
  (harmless: RegExp, packages = /^$/): ByVerb =>
  (verb) =>
    harmless.test(verb) ? 'nothing' : verb !== '' && packages.test(verb) ? 'packages' : 'anything';

const programs: Record<string, Reach | ByVerb | undefined> = {
  ...Object.fromEntries(
    'cd ls dir pwd cat type echo head tail wc which where open start code export set source node nodejs python python3 py ruby php java deno tsc kill sleep psql curl true'
      .split(' ')
      .map((name) => [name, 'nothing' satisfies Reach]),
  ),
  curl: (_, words) => (words.some((word) => /^(-o|-O|--output|--remote-name)/.test(word)) ? 'anything' : 'nothing'),
  tsc: (_, words) => (words.some((word) => /^--(init|build)/.test(word)) ? 'anything' : 'nothing'),
  deno: oneOf(/^(run|test|check|--version)?$/, /^(add|install|remove)$/),
  npm: javaScriptManager,
  pnpm: javaScriptManager,
  yarn: javaScriptManager,
  bun: javaScriptManager,
  pip: oneOf(/^(list|show|freeze)?$/, /^(install|uninstall)$/),
  pip3: oneOf(/^(list|show|freeze)?$/, /^(install|uninstall)$/),
  uv: oneOf(/^(run|tree)$/, /^(add|remove|sync|lock|pip)$/),
  poetry: oneOf(/^(run|show)$/, /^(add|remove|install|lock|update)$/),
  cargo: oneOf(/^(run|test|check|build|tree|--version)?$/, /^(add|remove|update)$/),
  go: oneOf(/^(run|test|vet|version|env)?$/, /^(get|mod|install)$/),
  dotnet: oneOf(/^(run|test|build|--version)?$/, /^(add|restore|remove)$/),
  git: oneOf(/^(init|add|commit|status|log|diff|push|fetch|config|remote|branch|tag|show|rev-parse|--version)?$/),
  docker: oneOf(/^(ps|images|logs|run|build|compose|pull|stop|rm|exec|--version)?$/),
  gh: oneOf(/^(auth|api|issue|pr|--version)$/),
};
