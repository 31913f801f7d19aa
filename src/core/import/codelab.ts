import { folderOf, resolvePath } from '../path.ts';
import { codelabHead, minutesOf, readMeta } from './codelabHead.ts';
import { codeRanges, isInside, replaced } from './codeRanges.ts';
import type { Draft, Importing, LeaveOut, Source } from './draft.ts';
import { elementsIn, tagsIn, textOf } from './html.ts';
import { infoBoxes } from './infoBoxes.ts';
import { type Edit, edited, joined, type Placed, part, placeAt, placed } from './placed.ts';
import { madeBlock } from './tidyFences.ts';

/** A codelab in Markdown, of Google's `claat` or of Ubuntu's tutorials, as a tutorial. */
export async function codelabDraft({ path, text }: Source, importing: Importing): Promise<Draft> {
  const { leaveOut } = importing;
  const source = placed(text, { file: path, line: 1, column: 1 });
  const { meta, body } = codelabHead(source);
  const told = readMeta(meta, leaveOut);
  const whole = await withFragments(body, path, importing, [path]);
  const { body: timed, minutes } = stepTimes(whole, leaveOut);
  const forms = attributeLists(surveys(videos(buttons(timed), leaveOut), leaveOut), leaveOut);
  return {
    key: path,
    path,
    name: told.id ?? path.replace(/^.*\//, '').replace(/\.\w+$/, ''),
    title: told.title,
    description: told.summary,
    minutes: minutes ?? told.minutes,
    level: told.level,
    tags: told.tags,
    author: told.author,
    body: infoBoxes(forms, leaveOut),
  };
}

/** `<<part.md>>` brings in another file, as deep as eight. */
async function withFragments(source: Placed, path: string, importing: Importing, above: readonly string[]): Promise<Placed> {
  const pattern = /^[ \t]*<<([^<>\n]+)>>[ \t]*(<!--[^\n]*-->)?[ \t]*$/gm;
  const found = [...source.text.matchAll(pattern)];
  if (found.length === 0) return source;
  const code = codeRanges(source.text);
  const parts: Placed[] = [];
  let end = 0;
  for (const { 0: line, 1: name = '', index } of found) {
    if (isInside(code, index)) continue;
    const target = resolvePath(folderOf(path), name.trim());
    const text =
      target === undefined || above.includes(target) || above.length > 8
        ? undefined
        : await importing.files.readText(target).catch(() => undefined);
    parts.push(part(source, end, index));
    end = index + line.length;
    if (text === undefined || target === undefined) importing.leaveOut(placeAt(source, index), 'import.noFragment', line.trim());
    else {
      const { body } = codelabHead(placed(text, { file: target, line: 1, column: 1 }));
      parts.push(await withFragments(body, target, importing, [...above, target]));
    }
  }
  return joined([...parts, part(source, end, source.text.length)]);
}

/** The sum of the times below the headings, which are taken out of the text. */
function stepTimes(source: Placed, leaveOut: LeaveOut): { body: Placed; minutes: number | undefined } {
  const pattern =
    /^([ \t]*#{1,6}[ \t]*[^\n]*\n|[^\n]+\n[-=]{2,}[ \t]*\n)((?:[ \t]*\n)*)([ \t]*(?:[*_]{1,2})?duration(?:[*_]{1,2})?[ \t]*:?[ \t]*(?:[*_]{1,2})?[ \t]*:?[ \t]*)([^\n]*?)[ \t]*$/gim;
  const code = codeRanges(source.text);
  const times: { text: string; minutes: number; at: number }[] = [];
  const edits: Edit[] = [];
  for (const { index, 1: heading = '', 2: empty = '', 3: label = '', 4: value = '' } of source.text.matchAll(pattern)) {
    const from = index + heading.length + empty.length;
    const minutes = minutesOf(value);
    if (isInside(code, from) || isInside(code, index) || minutes === undefined) continue;
    times.push({ text: value, minutes, at: from });
    edits.push({ from, to: from + label.length + value.length, text: '' });
  }
  const [first] = times;
  if (first === undefined) return { body: source, minutes: undefined };
  if (times.length > 1) leaveOut(placeAt(source, first.at), 'import.durations', times.map(({ text }) => text).join(', '));
  return { body: edited(source, edits), minutes: times.reduce((sum, { minutes }) => sum + minutes, 0) };
}

/** A button is a link that looks like one. */
function buttons(source: Placed): Placed {
  const code = codeRanges(source.text);
  const found = elementsIn(source.text, /^(?:button|paper-button)$/).filter(
    ({ from, inner }) => !isInside(code, from) && inner.to > inner.from,
  );
  return edited(
    source,
    found.map(({ from, to, inner }) => ({ from, to, text: source.text.slice(inner.from, inner.to).trim() })),
  );
}

/** `<video id="…">` is one of YouTube. */
function videos(source: Placed, leaveOut: LeaveOut): Placed {
  const code = codeRanges(source.text);
  const edits: Edit[] = [];
  for (const { open, from, to } of elementsIn(source.text, /^(?:video|youtube|google-youtube|ql-video)$/)) {
    const id = open.attributes.get('id') ?? open.attributes.get('video-id') ?? open.attributes.get('youtubeid');
    if (isInside(code, from) || id === undefined || open.attributes.has('src')) continue;
    leaveOut(placeAt(source, from), 'import.embedded', open.raw);
    const address = `https://www.youtube.com/watch?v=${encodeURIComponent(id)}`;
    edits.push({ from, to, text: `\n\n[${address}](${address})\n\n` });
  }
  return edited(source, edits);
}

/** Questions: with a right answer they are a quiz; without, their text stays, for nobody collects what people answer. */
function surveys(source: Placed, leaveOut: LeaveOut): Placed {
  const code = codeRanges(source.text);
  const edits: Edit[] = [];
  for (const { from, to, inner, open } of elementsIn(source.text, /^(?:form|google-codelab-survey)$/)) {
    if (isInside(code, from) || inner.to === inner.from) continue;
    const questions = formQuestions(source.text.slice(inner.from, inner.to));
    if (questions.length === 0) continue;
    const place = placeAt(source, from);
    const written = questions.map((question) => questionText(question, (text) => leaveOut(place, 'import.survey', text)));
    const attributes = [...open.attributes.values()].join(' ');
    if (attributes !== '') leaveOut(place, 'import.html', open.raw);
    edits.push({ from, to, text: `\n\n${written.join('\n\n')}\n\n` });
  }
  const forms = edited(source, edits);
  const listed = /^[ \t]*(?:survey|quiz|question)[ \t]*:?[ \t]*\n[ \t]*:[ \t]+([^\n]+)((?:\n[ \t]*[-*+•][ \t]+[^\n]+)+)/gim;
  return replaced(forms, listed, (match) => {
    const [, question = '', items = ''] = match;
    const choices = items.split('\n').flatMap((line) => {
      const [, mark = '', text = ''] = /^[ \t]*[-*+•][ \t]+(\[[ xX]\][ \t]+)?(.+?)[ \t]*$/.exec(line) ?? [];
      return text === '' ? [] : [{ text, correct: /x/i.test(mark) }];
    });
    return `${questionText({ question: question.trim(), choices }, (text) => leaveOut(placeAt(forms, match.index), 'import.survey', text))}\n`;
  });
}

type Question = { question: string; choices: { text: string; correct: boolean }[] };

/** The questions of a form: a name, a heading or a paragraph each, and the inputs or items below it. */
function formQuestions(html: string): Question[] {
  const questions: Question[] = [];
  const tags = tagsIn(html);
  const textUpTo = (from: number, to: number | undefined) => textOf(html.slice(from, to));
  let end = 0;
  for (const [index, tag] of tags.entries()) {
    if (tag.from < end) continue;
    const before = textUpTo(end, tag.from);
    if (before !== '') questions.push({ question: before, choices: [] });
    const { name, closing, attributes, to } = tag;
    end = to;
    if (closing) continue;
    if (/^(?:name|h[1-6]|p|legend|label)$/.test(name) && !(name === 'label' && attributes.has('for'))) {
      const next = tags.slice(index + 1).find((other) => other.closing && other.name === name);
      const text = textUpTo(to, next?.from);
      if (text !== '') questions.push({ question: text, choices: [] });
      end = next?.to ?? html.length;
    } else if (/^(?:input|option|li|paper-radio-button)$/.test(name)) {
      const next = tags[index + 1];
      const text = name === 'input' ? (attributes.get('value') ?? attributes.get('placeholder') ?? '') : textUpTo(to, next?.from);
      if (name !== 'input') end = next?.from ?? html.length;
      const correct = attributes.has('correct') || attributes.has('data-correct') || attributes.get('answer') === 'true';
      if (questions.length === 0) questions.push({ question: '', choices: [] });
      if (text.trim() !== '') questions.at(-1)?.choices.push({ text: text.trim(), correct });
    }
  }
  const rest = textUpTo(end, undefined);
  if (rest !== '') questions.push({ question: rest, choices: [] });
  return questions;
}

function questionText({ question, choices }: Question, asSurvey: (text: string) => void): string {
  const right = choices.filter(({ correct }) => correct).length;
  if (question !== '' && right > 0 && choices.length > 1 && choices.length <= 12) {
    const lines = choices.flatMap(({ text, correct }) => [`  - text: ${JSON.stringify(text)}`, ...(correct ? ['    correct: true'] : [])]);
    const several = right > 1 ? ['multiple: true'] : [];
    return madeBlock('quiz', [`question: ${JSON.stringify(question)}`, 'choices:', ...lines, ...several].join('\n'));
  }
  if (choices.length > 0) asSurvey(question);
  return [question === '' ? '' : `**${question}**`, choices.map(({ text }) => `- ${text}`).join('\n')]
    .filter((each) => each !== '')
    .join('\n\n');
}

/** `{: .class}` and the like say how something looks. */
export function attributeLists(source: Placed, leaveOut: LeaveOut): Placed {
  return replaced(source, /[ \t]*\{:[^{}\n]*\}|(?<=[\])*_`])\{(?:[.#][\w-]+\s*)+\}/g, (match) => {
    leaveOut(placeAt(source, match.index), 'import.text', match[0].trim());
    return '';
  });
}
