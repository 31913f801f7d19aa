import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as vscode from 'vscode';
import type { Part } from '../../src/core/snippet/body.ts';
import { everyPart } from '../../src/core/snippet/body.ts';
import { parseBody } from '../../src/core/snippet/parseBody.ts';
import { printBody } from '../../src/core/snippet/printBody.ts';
import { insertableBody, placeholdersForUnknown, renderBody } from '../../src/core/snippet/renderBody.ts';
import { parts } from '../core/snippet/generatedBody.ts';
import { emptyWorkspace, putOnDisk } from './workspace.ts';

const known = ['TM_FILENAME', 'TM_LINE_NUMBER'];

/** VS Code fills a default that holds itself, and one inside of a variable's, in a way of its own; checkBody warns of the former. */
function isPlain(list: readonly Part[]): boolean {
  return everyPart(list).every((part) => {
    if (part.kind === 'variable') {
      const inner = everyPart(part.parts ?? []);
      return (known.includes(part.name) || /^[a-z]/.test(part.name)) && inner.every(({ kind }) => kind === 'text');
    }
    return (
      part.kind !== 'placeholder' ||
      everyPart(part.parts).every((inner) => !('index' in inner) || inner.index === 0 || inner.index > part.index)
    );
  });
}

describe('a snippet as it is rendered', () => {
  after(emptyWorkspace);

  it('is what VS Code inserts, for any snippet', async function () {
    this.timeout(120_000);
    const bodies = fc.sample(parts.filter(isPlain).map(printBody), { numRuns: 300, seed: 4 });
    const document = await vscode.workspace.openTextDocument(await putOnDisk('my_file.txt', ''));
    const editor = await vscode.window.showTextDocument(document);
    editor.options = { insertSpaces: false };
    let told = 0;
    for (const body of bodies) {
      const insertable = insertableBody(body);
      if (insertable === undefined) continue;
      // The cursor is at the end of what is replaced.
      const line = document.lineCount;
      const whole = new vscode.Range(document.positionAt(0), document.lineAt(line - 1).range.end);
      const value = (name: string) => ({ TM_FILENAME: 'my_file.txt', TM_LINE_NUMBER: String(line) })[name];
      assert.ok(await editor.insertSnippet(new vscode.SnippetString(insertable), whole));
      const expected = renderBody(placeholdersForUnknown(parseBody(body).parts), value);
      assert.equal(document.getText(), expected, body);
      await vscode.commands.executeCommand('leaveSnippet');
      told++;
    }
    assert.ok(told > 250, `${told} snippets`);
  });
});
