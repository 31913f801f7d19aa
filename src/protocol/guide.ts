import * as z from 'zod/mini';

/** What the guide panel shows, and what it sends back. The panel words nothing itself: every text comes to it. */

/** Where nothing is open; `goesOn` where something was. */
export type GuideState = { kind: 'empty'; goesOn: boolean } | { kind: 'failed'; message: string } | GuidePage;

export type GuidePage = {
  kind: 'page';
  /** Changes when another step, or another tutorial, is shown. */
  key: string;
  pack: string;
  tutorial: string;
  /** The step's title, or the tutorial's on its cover. */
  title: string;
  /** From 1; 0 is the cover. */
  position: number;
  /** Facts under the cover's title, such as “15 min”. */
  facts: string[];
  /** What the tutorial needs before it is begun; on its cover, where it needs anything. */
  requires: { checks: CheckView[]; state: 'idle' | 'running'; missing: string | undefined } | undefined;
  /** In pieces of whole elements, `pieceEnd` between them. */
  html: string;
  blocks: BlockView[];
  /** The boxes that are ticked, by index. */
  ticks: number[];
  steps: { id: string; title: string; status: 'todo' | 'entered' | 'completed' | 'skipped' }[];
  /** `primary` is the one thing to do next. */
  navigation: { back: boolean; next: 'start' | 'continue' | 'next' | 'finish' | 'close'; nextOpen: boolean; skip: boolean };
  /** What could not be understood, as `file:line:column  text`. */
  problems: string[];
  /** A question that is asked here, once. */
  consent: { address: string } | undefined;
  feedback: FeedbackView | undefined;
};

export type BlockView = { language: string; text: string } & (
  | { kind: 'code' }
  | { kind: 'broken'; why: string }
  | { kind: 'run'; state: RunState }
  | { kind: 'file'; path: string; how: 'whole' | 'after' | 'before' | 'append'; place: string; state: WriteState }
  | { kind: 'diff'; path: string; state: WriteState }
  | {
      kind: 'quiz';
      question: string;
      multiple: boolean;
      choices: { text: string; why: string | undefined }[];
      answer: QuizAnswer | undefined;
    }
  | { kind: 'check'; checks: CheckView[]; refused: string[]; state: 'idle' | 'running' }
);

export type RunState = { kind: 'idle' } | { kind: 'running' } | { kind: 'stopped' } | { kind: 'ended'; exit: number | null };
export type WriteState = { kind: 'idle' } | { kind: 'written' } | { kind: 'failed'; why: string };
/** What the person chose, whether it was right, and the choices that are right: told only once it is. By index. */
export type QuizAnswer = { chosen: number[]; right: boolean };

export type CheckView = {
  expected: string;
  result: { state: 'passed' | 'failed' | 'unavailable' | 'cancelled'; found: string; output: string | undefined } | undefined;
  hint: string | undefined;
};

/** The step's feedback. `goes` is exactly what is sent beside the thumb and the comment. */
export type FeedbackView = {
  sent: 'up' | 'down' | undefined;
  sending: boolean;
  address: string;
  goes: { name: string; value: string }[];
};

/**
 * How a block's code looks: each line as runs of `[length, style]` from its start, a style being an index of `styles`, -1 for the text's
 * own look, which whatever no run covers has as well.
 */
export type CodeColours = { styles: TextStyle[]; lines: [length: number, style: number][][] };
export type TextStyle = { colour?: string; italic?: true; bold?: true; underline?: true; strikethrough?: true };

/** The kinds of theme, as VS Code names them on a webview's body. */
export type ThemeKind = 'vscode-light' | 'vscode-dark' | 'vscode-high-contrast' | 'vscode-high-contrast-light';

/**
 * Colours come by themselves, after the page of that key is shown: for each block its own, null where it has none. They are for a kind of
 * theme: in another, as for the moment after the person has changed it, they could not be read.
 */
export type CodeColoured = { type: 'colours'; key: string; theme: ThemeKind; blocks: (CodeColours | null)[] };
/** What Next would make of the page that is painted: shown at the click, until the `show` comes that is the answer to it. */
export type GuideAhead = { type: 'ahead'; state: GuidePage };
export type ToGuide = { type: 'show'; state: GuideState } | GuideAhead | CodeColoured;

const index = z.int().check(z.gte(0));

/** What a person did in the panel. Nothing else is taken from it. */
export const fromGuide = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  /** The key of the page that was painted, for whoever measures. */
  z.object({ type: z.literal('painted'), key: z.string() }),
  z.object({ type: z.enum(['next', 'back', 'skip', 'browse', 'goOn', 'require', 'stopRequiring']) }),
  /** Whether the keyboard's focus is in the panel. */
  z.object({ type: z.literal('focused'), on: z.boolean() }),
  z.object({ type: z.literal('go'), step: z.nullable(z.string()) }),
  z.object({ type: z.enum(['run', 'write', 'check', 'cancel', 'hint', 'reference', 'link', 'insert']), index }),
  z.object({ type: z.literal('tick'), index, on: z.boolean() }),
  z.object({ type: z.literal('answer'), index, chosen: z.array(index).check(z.maxLength(12)) }),
  z.object({ type: z.literal('consent'), answer: z.enum(['yes', 'no', 'preview']) }),
  z.object({
    type: z.literal('feedback'),
    thumbs: z.enum(['up', 'down']),
    comment: z.string().check(z.maxLength(4000)),
  }),
]);
export type FromGuide = z.infer<typeof fromGuide>;

/** The panel's fixed texts. */
export type GuideWords = Record<
  | 'start'
  | 'continue'
  | 'next'
  | 'finish'
  | 'close'
  | 'back'
  | 'skip'
  | 'skipTitle'
  | 'lockedTitle'
  | 'steps'
  | 'cover'
  | 'stepTodo'
  | 'stepCurrent'
  | 'stepCompleted'
  | 'progress'
  | 'run'
  | 'runAgain'
  | 'running'
  | 'ended'
  | 'sent'
  | 'stopped'
  | 'failedExit'
  | 'create'
  | 'insert'
  | 'append'
  | 'applyDiff'
  | 'insertAtCursor'
  | 'answer'
  | 'answerAgain'
  | 'right'
  | 'wrong'
  | 'chooseAll'
  | 'written'
  | 'writeAgain'
  | 'check'
  | 'checkAgain'
  | 'checking'
  | 'requires'
  | 'cancel'
  | 'passed'
  | 'failed'
  | 'unavailable'
  | 'notRun'
  | 'expected'
  | 'found'
  | 'output'
  | 'hint'
  | 'copy'
  | 'copied'
  | 'note'
  | 'tip'
  | 'important'
  | 'warning'
  | 'caution'
  | 'emptyTitle'
  | 'emptyText'
  | 'browse'
  | 'failedTitle'
  | 'problems'
  | 'completed'
  | 'skipped'
  | 'consentTitle'
  | 'consentText'
  | 'consentYes'
  | 'consentNo'
  | 'consentPreview'
  | 'feedbackAsk'
  | 'feedbackUp'
  | 'feedbackDown'
  | 'feedbackComment'
  | 'feedbackVerdict'
  | 'feedbackText'
  | 'feedbackGoes'
  | 'feedbackSend'
  | 'feedbackCancel'
  | 'feedbackThanks',
  string
>;
