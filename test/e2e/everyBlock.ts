// A pack that holds every kind of block, some of them broken, and what people do with keyboards and links.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const tutorial = `---
title: Every block
description: One of each.
time: 5m
level: beginner
requires:
  - file: needed.txt
    hint: Make it with your editor.
  - setting: editor.fontSize
  - run: node --version
---

# Every block

What the cover says.

## Read

A paragraph with \`code\`, [a link](https://example.com/) and **bold**.

> [!NOTE]
> Something to know.

> [!TIP]
> Something to try.

> [!IMPORTANT]
> Something to heed.

> [!WARNING]
> Something to fear.

> [!CAUTION]
> Something to leave.

| What | Why |
| --- | --- |
| A table | for columns |

- [ ] I made an account
- [x] I read this

<details><summary>Hint</summary>

A hint.

</details>

![A picture](dot.svg)

## Do

\`\`\`js
const answer = 42; // no one knows why
\`\`\`

\`\`\`sh run
node --version
\`\`\`

\`\`\`ts title="src/app.ts"
export const answer: number = 42;
\`\`\`

\`\`\`ts title="src/app.ts" append
export const question = 'unknown';
\`\`\`

\`\`\`diff title="src/app.ts"
-export const answer: number = 42;
+export const answer: number = 43;
\`\`\`

\`\`\`ts title="../outside.ts"
broken();
\`\`\`

Look at \`src/app.ts:1\`.

## Answer

\`\`\`yaml quiz
question: What is right?
choices:
  - text: This
    correct: true
    why: It is.
  - text: That
    why: It is not.
\`\`\`

## Check

\`\`\`yaml check
- file: never.txt
  hint: It is never there.
- run: node -e "console.log('some output'); process.exit(3)"
- setting: editor.fontSize
- fiel: wrong
\`\`\`

## End

The last step.
`;

/** A step of many screens; what is at its end must be as alive as what is at its beginning. */
const longTutorial = `# Long

## On and on

${'It goes on and on, and says nothing that anybody would have to read.\n\n'.repeat(500)}
\`\`\`js
atTheEnd();
\`\`\`

> [!WARNING]
> It ends here.
`;

/** Words that are longer than a side bar is wide, wherever words stand. */
const narrowTutorial = `# Narrow

- [ ] all
  - [ ] a part
    - [ ] a part of it

## Use ApplicationConfigurationBuilderFactory

Set GITHUB_APPLICATION_INSTALLATION_ACCESS_TOKEN_EXPIRATION and [search](https://example.com/search?q=C%23%26x=a%2Bb&r=100%25).

| GITHUB_APPLICATION_INSTALLATION_ACCESS_TOKEN | What |
| --- | --- |
| A value | for it |

- [ ] GITHUB_APPLICATION_INSTALLATION_ACCESS_TOKEN_EXPIRATION

\`\`\`yaml quiz
question: Which of them is it?
choices:
  - text: yes_it_is_a_very_long_identifier_that_nobody_would_want_to_type
    correct: true
  - text: no
\`\`\`

## Two checks

\`\`\`yaml check
file: never.txt
exists: false
\`\`\`

\`\`\`yaml check
file: never.txt
\`\`\`
`;

const coverOnly = '# Only a cover\n\nThere is nothing to do.\n';

/** Writes the pack into a folder and gives its path. */
export async function writeEveryBlock(folder: string): Promise<string> {
  const root = join(folder, 'every-block');
  const manifest = { name: 'every-block', version: '1.0.0', title: 'Every block there is', publisher: 'Tests', description: 'For tests.' };
  const dot = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle cx="20" cy="20" r="18" fill="gray"/></svg>';
  const files = {
    'onramp.json': JSON.stringify(manifest),
    'tutorials/every.md': tutorial,
    'tutorials/long.md': longTutorial,
    'tutorials/narrow.md': narrowTutorial,
    'tutorials/cover.md': coverOnly,
    'tutorials/dot.svg': dot,
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}
