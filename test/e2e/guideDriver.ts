import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import type { Editor, Theme } from '../../src/cli/editor/openEditor.ts';

const pictures = join(import.meta.dirname, '..', '..', 'test-results', 'pictures');

/** What a person does with the guide, by clicking, and what they must then see. */
export type GuideDriver = {
  guide: FrameLocator;
  /** Opens a tutorial from the list, and makes room to read it. */
  openTutorial(title: string): Promise<void>;
  /** Checks a step and sees that it is not done yet. */
  failsBefore(): Promise<void>;
  /** Checks it again and sees that Next is open. */
  passesAfter(): Promise<void>;
  next(heading: string): Promise<void>;
  /** Runs a command of the step (the first, from 0) and waits for its end. */
  run(exit: number, index?: number): Promise<void>;
  /** Presses a file block's button, by the block's path and the button's name. */
  write(path: string, button: string): Promise<void>;
  /** Previews a diff, sees it in VS Code's own diff, and applies it. */
  applyDiff(path: string, added: string): Promise<void>;
  /** Answers a question with choices, by their texts, and sees the verdict. */
  answer(question: RegExp, choices: string[], verdict: 'Right' | 'Not quite'): Promise<void>;
  /** Accepts what a quick input proposes. */
  accept(prompt: string, proposed: string): Promise<void>;
  /** A file of the learner's folder. */
  inWorkspace(path: string): Promise<string>;
  /** Takes pictures in every theme, to test-results/pictures. */
  picture(name: string): Promise<void>;
};

export function guideDriver(editor: Editor): GuideDriver {
  const { page } = editor;
  const guide = editor.webview();
  return {
    guide,
    openTutorial: async (title) => {
      await page.getByRole('treeitem', { name: new RegExp(`^${title}`) }).click();
      await guide.getByRole('heading', { name: title }).waitFor();
      await widenSideBar();
    },
    failsBefore: async () => {
      await guide.getByRole('button', { name: 'Check', exact: true }).click();
      await guide.getByRole('button', { name: 'Check Again' }).waitFor({ timeout: 60_000 });
      assert.ok((await guide.getByText('Found', { exact: true }).count()) > 0, 'a check must fail before its step is done');
      assert.equal(await guide.locator('footer button').last().getAttribute('aria-disabled'), 'true');
    },
    passesAfter: async () => {
      await guide.getByRole('button', { name: 'Check Again' }).click();
      await guide
        .locator('footer button.primary')
        .waitFor({ timeout: 60_000 })
        .catch(async () => assert.fail((await guide.locator('.check').first().textContent()) ?? ''));
    },
    next: async (heading) => {
      await guide.getByRole('button', { name: 'Next', exact: true }).click();
      await guide.getByRole('heading', { name: heading, exact: true }).waitFor();
    },
    run: async (exit, index = 0) => {
      const block = guide.locator('.block', { has: guide.getByRole('button', { name: /^Run/ }) }).nth(index);
      await block.getByRole('button', { name: /^Run/ }).click();
      await block.getByText(exit === 0 ? 'Done' : `Ended with exit code ${exit}`).waitFor({ timeout: 120_000 });
    },
    write: async (path, button) => {
      const block = blockOf(path, button);
      await block.getByRole('button', { name: button, exact: true }).click();
      await guide
        .locator('.block', { hasText: path, has: guide.getByText('Written', { exact: true }) })
        .first()
        .waitFor();
    },
    applyDiff: async (path, added) => {
      await blockOf(path, 'Preview Change').getByRole('button', { name: 'Preview Change' }).click();
      const question = page.getByRole('dialog', { name: new RegExp(`Apply this change to ${path}`) });
      await question.waitFor();
      await page.locator('.monaco-diff-editor .modified .view-lines').getByText(added).first().waitFor();
      await question.getByRole('button', { name: 'Apply' }).click();
      await blockOf(path, 'Preview Change').getByText('Written', { exact: true }).waitFor();
      await page.locator('.monaco-diff-editor').waitFor({ state: 'detached' });
    },
    answer: async (question, choices, verdict) => {
      const quiz = guide.getByRole('group', { name: question });
      const form = guide.locator('form.quiz', { has: quiz });
      for (const box of await quiz.getByRole('checkbox').all()) await box.setChecked(false);
      for (const choice of choices) await quiz.getByLabel(choice, { exact: true }).check();
      await form.getByRole('button', { name: /^(Answer|Try Again)$/ }).click();
      await form.getByRole('status').filter({ hasText: verdict }).waitFor();
    },
    accept: async (prompt, proposed) => {
      const box = page.locator('.quick-input-widget');
      await box.getByText(prompt).first().waitFor();
      assert.equal(await box.getByRole('textbox').inputValue(), proposed);
      await page.keyboard.press('Enter');
    },
    inWorkspace: (path) => readFile(join(editor.workspace, path), 'utf8'),
    picture: async (name) => {
      await mkdir(pictures, { recursive: true });
      for (const theme of ['hc-dark', 'hc-light', 'light', 'dark'] satisfies Theme[]) {
        await editor.setTheme(theme);
        await page.screenshot({ path: join(pictures, `${name}-${theme}.png`) });
      }
    },
  };

  function blockOf(path: string, button: string) {
    return guide.locator('.block', { hasText: path, has: guide.getByRole('button', { name: button, exact: true }) }).first();
  }

  /** Drags the side bar's edge, as a person does who wants to read. */
  async function widenSideBar(): Promise<void> {
    const bar = await page.locator('.part.sidebar').boundingBox();
    assert.ok(bar);
    const edge = { x: bar.x + bar.width + 1, y: bar.y + bar.height / 2 };
    await page.mouse.move(edge.x, edge.y);
    await page.mouse.down();
    await page.mouse.move(edge.x + 260, edge.y, { steps: 8 });
    await page.mouse.up();
  }
}
