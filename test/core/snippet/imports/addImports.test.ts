import assert from 'node:assert/strict';
import { addImports, withEdits } from '../../../../src/core/snippet/imports/addImports.ts';
import { type Modules, modulesOf } from '../../../../src/core/snippet/imports/jsImports.ts';

const octokit = "import { Octokit } from 'octokit'";

function added(text: string, wanted: string | string[], language = 'javascript', modules: Modules = 'esm'): string {
  return withEdits(text, addImports(text, language, [wanted].flat(), modules).edits);
}

describe('addImports, in JavaScript and TypeScript', () => {
  it('puts an import at the top of a file without one, and a line between', () => {
    assert.equal(added('', octokit), "import { Octokit } from 'octokit';\n");
    assert.equal(added('main();\n', octokit), "import { Octokit } from 'octokit';\n\nmain();\n");
    assert.equal(added('\nmain();\n', octokit), "import { Octokit } from 'octokit';\n\nmain();\n");
  });

  it('leaves on top what must be there', () => {
    const head = "#!/usr/bin/env node\n// @ts-check\n'use strict';\n";
    assert.equal(added(`${head}main();\n`, octokit), `${head}\nimport { Octokit } from 'octokit';\n\nmain();\n`);
    const licence = '/*\n * Licence\n */\n';
    assert.equal(added(`${licence}\nmain();\n`, octokit), `${licence}\nimport { Octokit } from 'octokit';\n\nmain();\n`);
    assert.equal(
      added('/** What it does. */\nmain();\n', octokit),
      "import { Octokit } from 'octokit';\n\n/** What it does. */\nmain();\n",
    );
  });

  it('goes behind the last import, in the way the file writes its own', () => {
    assert.equal(
      added('import a from "a"\nimport {\n  b,\n} from "b"\n\nmain()\n', octokit),
      'import a from "a"\nimport {\n  b,\n} from "b"\nimport { Octokit } from "octokit"\n\nmain()\n',
    );
    assert.equal(
      added("import a from 'a';\r\nmain();\r\n", octokit),
      "import a from 'a';\r\nimport { Octokit } from 'octokit';\r\nmain();\r\n",
    );
    assert.equal(added("import a from 'a';", octokit), "import a from 'a';\nimport { Octokit } from 'octokit';\n");
  });

  it('adds nothing twice', () => {
    for (const there of [
      "import { Octokit } from 'octokit';\n",
      'import { App, Octokit } from "octokit"\n',
      "import {\n  Octokit,\n} from 'octokit';\nmain();\n",
    ])
      assert.equal(added(there, octokit), there);
    assert.equal(added("import * as z from 'zod';\n", "import * as z from 'zod'"), "import * as z from 'zod';\n");
    assert.equal(added("import 'x';\n", "import 'x';"), "import 'x';\n");
    assert.equal(added("import a, { b } from 'x';\n", "import a from 'x'"), "import a, { b } from 'x';\n");
  });

  it('merges names into the statement that is there', () => {
    assert.equal(added("import { App } from 'octokit';\n", octokit), "import { App, Octokit } from 'octokit';\n");
    assert.equal(added("import {\n  App,\n} from 'octokit';\n", octokit), "import {\n  App,\n  Octokit,\n} from 'octokit';\n");
    assert.equal(added("import {\n  App\n} from 'octokit';\n", octokit), "import {\n  App,\n  Octokit\n} from 'octokit';\n");
    assert.equal(added("import {} from 'octokit';\n", octokit), "import { Octokit } from 'octokit';\n");
    assert.equal(
      added("import { App } from 'octokit';\n", [octokit, "import { Webhooks as W } from 'octokit'"]),
      "import { App, Octokit, Webhooks as W } from 'octokit';\n",
    );
  });

  it('keeps types apart from values', () => {
    assert.equal(
      added("import type { Octokit } from 'octokit';\n", octokit, 'typescript'),
      "import type { Octokit } from 'octokit';\nimport { Octokit } from 'octokit';\n",
    );
    assert.equal(added("import { A } from 'a';\n", "import type { A } from 'a'", 'typescript'), "import { A } from 'a';\n");
  });

  it('takes no import() and no text for an import', () => {
    assert.equal(added("import('a');\n", octokit), "import { Octokit } from 'octokit';\n\nimport('a');\n");
    assert.equal(
      added("const text = `\nimport x from 'octokit'`;\n", octokit),
      `import { Octokit } from 'octokit';\n\nconst text = \`\nimport x from 'octokit'\`;\n`,
    );
  });

  it('requires in CommonJS', () => {
    assert.equal(
      added("'use strict';\n\nmain();\n", octokit, 'javascript', 'cjs'),
      "'use strict';\n\nconst { Octokit } = require('octokit');\n\nmain();\n",
    );
    assert.equal(
      added("const { App } = require('octokit');\n", "import { Octokit as O } from 'octokit'", 'javascript', 'cjs'),
      "const { App, Octokit: O } = require('octokit');\n",
    );
    assert.equal(added("const z = require('zod');\n", "import * as z from 'zod'", 'javascript', 'cjs'), "const z = require('zod');\n");
    assert.equal(
      added('', "import z, { a } from 'zod'", 'javascript', 'cjs'),
      "const z = require('zod');\nconst { a } = require('zod');\n",
    );
  });

  it('knows which of the two a file is', () => {
    assert.equal(modulesOf('', 'a.mjs', undefined), 'esm');
    assert.equal(modulesOf("import 'x'", 'a.cjs', 'module'), 'cjs');
    assert.equal(modulesOf("import x from 'x'", 'a.js', 'commonjs'), 'esm');
    assert.equal(modulesOf("const x = require('x')", 'a.js', 'module'), 'cjs');
    assert.equal(modulesOf('main()', 'a.js', 'commonjs'), 'cjs');
    assert.equal(modulesOf('main()', 'a.js', undefined), 'esm');
    assert.equal(modulesOf('main()', 'a.ts', 'commonjs'), 'esm');
  });
});

describe('addImports, in other languages', () => {
  it('writes Python below the docstring and behind other imports', () => {
    const head = '#!/usr/bin/env python\n"""What it does."""\n';
    assert.equal(added(`${head}print(1)\n`, 'from os import path', 'python'), `${head}\nfrom os import path\n\nprint(1)\n`);
    assert.equal(
      added('from __future__ import annotations\nimport os\n\nx = 1\n', 'import sys', 'python'),
      'from __future__ import annotations\nimport os\nimport sys\n\nx = 1\n',
    );
    assert.equal(added('from os import path\n', 'from os import path, sep', 'python'), 'from os import path, sep\n');
    assert.equal(added('from os import (\n    path,\n)\n', 'from os import sep', 'python'), 'from os import (\n    path,\n    sep,\n)\n');
    assert.equal(added('import os\n', 'import os', 'python'), 'import os\n');
  });

  it('writes Go into the block, or below the package', () => {
    assert.equal(added('package main\n\nfunc main() {}\n', '"fmt"', 'go'), 'package main\n\nimport "fmt"\n\nfunc main() {}\n');
    assert.equal(
      added('package main\n\nimport (\n\t"fmt"\n)\n', ['"fmt"', 'import j "encoding/json"'], 'go'),
      'package main\n\nimport (\n\t"fmt"\n\tj "encoding/json"\n)\n',
    );
    assert.equal(
      added('package main\n\nimport "fmt"\n\nvar x = "os"\n', '"os"', 'go'),
      'package main\n\nimport "fmt"\nimport "os"\n\nvar x = "os"\n',
    );
  });

  it('gives back what it cannot write', () => {
    assert.deepEqual(addImports('', 'ruby', ["require 'x'"], 'esm'), { edits: [], left: ["require 'x'"] });
    assert.deepEqual(addImports('', 'javascript', ['from a import b'], 'esm').left, ['from a import b']);
  });
});
