import * as z from 'zod/mini';
import { manifest } from '../../protocol/manifest.ts';
import { snippet } from '../../protocol/snippet.ts';
import { template } from '../../protocol/template.ts';

/** What an editor tells of a key while it is written, by the key's place in its file. */
const descriptions: Record<string, Record<string, string>> = {
  onramp: {
    name: 'The pack’s name on npm, such as octokit-quickstart or @acme/start.',
    version: 'The pack’s version, such as 1.0.0. A version that was published never changes.',
    title: 'What people see in the list of packs.',
    publisher: 'Who stands behind the pack. Whoever follows it is asked once whether they trust them.',
    description: 'What somebody can do after this pack, in a sentence or two.',
    tutorials: 'The tutorials in the order they are to be shown, by file name; those that are not named follow by name.',
    links: 'Addresses to show with the pack, by what they are.',
    locales: 'The languages that the tutorials are translated to, each in a folder of tutorials/, such as "de".',
    feedback: 'Where feedback may go: a repository on GitHub, and topics to choose from.',
    homepage: 'The pack’s page on the web.',
    license: 'The licence’s SPDX name, such as MIT.',
    engines: 'What the pack needs, such as { "onramp": "^0.1.0" }.',
  },
  template: {
    title: 'What people see in the list of templates.',
    description: 'What is made.',
    parameters: 'The questions that are asked before the files are made. {{name}} in a file or a file’s name is the answer.',
    open: 'Files to open afterwards.',
    run: 'Commands to offer afterwards. None is run unasked.',
  },
  snippet: {
    prefix: 'What is typed to get it. Without one it is only inserted by the command and by tutorials.',
    body: 'The code, a line each: $1, $2 … are tab stops, ${1:name} has a default, $0 is where it ends.',
    description: 'What it is for, in a sentence.',
    scope: 'The languages it is for, with commas between them, such as "javascript,typescript".',
    include: 'Globs of the files it is for.',
    exclude: 'Globs of the files it is not for.',
    isFileTemplate: 'Whether it fills a whole file.',
    requires: 'What the code needs around it: import statements, and npm packages with the range of their versions.',
    deprecated: 'That the API has moved on: how code of the old kind looks, what takes its place, and why.',
  },
};

/** The JSON Schemas of what a pack is written in, by file name, for editors. They are made from what Onramp reads those files by. */
export function jsonSchemas(): Record<string, unknown> {
  return {
    'onramp.schema.json': described(z.toJSONSchema(manifest, options), 'A pack of Onramp', descriptions.onramp),
    'snippets.schema.json': snippetsSchema(),
    'template.schema.json': described(z.toJSONSchema(template, options), 'A template of an Onramp pack', descriptions.template),
  };
}

// What VS Code validates by; and comments and trailing commas are read by Onramp, too.
const options = { target: 'draft-7', io: 'input', unrepresentable: 'any' } as const;

/** Snippets by their names. VS Code's own schema allows no key but its own; a file that names this one is not held to that. */
function snippetsSchema(): unknown {
  const { required: _, ...one } = z.toJSONSchema(snippet, options);
  const start = { scope: '${2:javascript}', prefix: '${3:prefix}', body: ['$0'], description: '${4:What it is for}' };
  return {
    title: 'Snippets of an Onramp pack',
    type: 'object',
    properties: { $schema: { type: 'string' } },
    // An entry without a body is a group of others.
    additionalProperties: described(one, 'A snippet', descriptions.snippet),
    defaultSnippets: [{ label: 'A snippet', body: { '${1:Name}': start } }],
    allowComments: true,
    allowTrailingCommas: true,
  };
}

function described(
  { properties = {}, ...schema }: z.core.JSONSchema.BaseSchema,
  title: string,
  words: Record<string, string> = {},
): unknown {
  const told = Object.entries(properties).map(([key, value]) => [
    key,
    typeof value === 'boolean' || words[key] === undefined ? value : { ...value, description: words[key] },
  ]);
  return { ...schema, title, properties: Object.fromEntries(told), allowComments: true, allowTrailingCommas: true };
}
