/** What a new pack is told about itself. */
export type PackFacts = { name: string; title: string; publisher: string; year: number };

/** The files of a pack to start from, by path: one tutorial that uses most of what there is, and lints and tests clean as it stands. */
export function starterPack(facts: PackFacts): Record<string, string> {
  return {
    'onramp.json': manifest(facts),
    'tutorials/hello.md': tutorial,
    'templates/starter/template.json': template,
    'templates/starter/package.json.mustache': packageJson,
    'templates/starter/src/hello.js': '',
    'snippets/greet.code-snippets': snippets,
    'README.md': readme(facts),
    'CHANGELOG.md': '# Changelog\n\n## 0.1.0\n\n- The first tutorial.\n',
    LICENSE: license(facts),
    '.github/workflows/pack.yml': workflow,
    '.gitignore': '*.tgz\nnode_modules/\n',
  };
}

function manifest({ name, title, publisher }: PackFacts): string {
  const written = {
    name,
    version: '0.1.0',
    title,
    publisher,
    description: 'Say hello from a program of your own.',
    license: 'MIT',
    tutorials: ['hello'],
  };
  return `${JSON.stringify(written, undefined, 2)}\n`;
}

const tutorial = `---
title: Say hello
description: Write a program that greets people by their name.
time: 5m
level: beginner
requires:
  - run: node --version
    hint: Install Node.js from https://nodejs.org, then open the editor again.
---

You will scaffold a small project, insert a line into it and run it. It takes five minutes.

## Scaffold the project {#scaffold}

[Scaffold the starter](../templates/starter): it asks what your project is called, and shows you every file before it writes one.

\`\`\`yaml check
- file: src/hello.js
  hint: Press the link above.
- file: package.json
  json: type
  equals: module
\`\`\`

## Greet somebody {#greet}

The program is still empty. Open \`src/hello.js:1\`, then [insert the greeting](../snippets/greet.code-snippets#Greet) there.

Run it:

\`\`\`sh run
node src/hello.js
\`\`\`

\`\`\`yaml check
run: node src/hello.js
output: Hello, Ada
success: true
hint: Save the file, then look at what the terminal says.
\`\`\`

## Greet whoever is named {#name}

Everybody is called Ada so far. Take the name from the command line instead:

\`\`\`diff title="src/hello.js"
-console.log('Hello, Ada!');
+const [name = 'Ada'] = process.argv.slice(2);
+console.log(\`Hello, \${name}!\`);
\`\`\`

\`\`\`sh run
node src/hello.js Grace
\`\`\`

\`\`\`yaml check
run: node src/hello.js Grace
output: Hello, Grace
\`\`\`

\`\`\`yaml quiz
question: What does the program say when nobody is named?
choices:
  - text: Hello, undefined!
    why: It would, without the “= 'Ada'”.
  - text: Hello, Ada!
    correct: true
    why: What stands behind = is taken where there is nothing.
  - text: Nothing
    why: It greets somebody in any case.
\`\`\`

> [!TIP]
> Change this file and press **Preview**: a tutorial is plain Markdown.
`;

const template = `{
  "title": "Starter",
  "description": "A program that says hello.",
  "parameters": [
    {
      "name": "project",
      "prompt": "What is your project called?",
      "default": "hello",
      "pattern": "[a-z][a-z0-9-]*"
    }
  ],
  "open": ["src/hello.js"]
}
`;

const packageJson = `{
  "name": "{{project}}",
  "private": true,
  "type": "module"
}
`;

const snippets = `{
  "$schema": "onramp://schemas/snippets",
  "Greet": {
    "prefix": "greet",
    "scope": "javascript,typescript",
    "description": "Say hello to somebody",
    "body": "console.log('Hello, \${1:Ada}!');"
  }
}
`;

function readme({ name, title }: PackFacts): string {
  return `# ${title}

A pack for [Onramp](https://marketplace.visualstudio.com/items?itemName=onramp.onramp): tutorials, sample code and snippets that people
follow in VS Code.

| folder       | what is in it                                     |
| ------------ | ------------------------------------------------- |
| \`tutorials\`  | a Markdown file each; it reads well on GitHub, too |
| \`templates\`  | sample code to scaffold                           |
| \`snippets\`   | VS Code's own format                              |

\`\`\`sh
onramp lint      # what is wrong, where, and what to write instead
onramp test      # follows every tutorial as a learner would
onramp preview   # shows it while you write
onramp publish   # to npm, as ${name}
\`\`\`
`;
}

const workflow = `name: pack
on: [push, pull_request]
jobs:
  pack:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 24
      - run: npx --yes onramp lint
      - run: npx --yes onramp test
`;

function license({ publisher, year }: PackFacts): string {
  return `MIT License

Copyright (c) ${year} ${publisher}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the
"Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the
following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY
CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
`;
}
