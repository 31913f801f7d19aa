import { parseFrontMatter, splitFrontMatter } from './frontMatter.ts';
import { markdown, plainText } from './markdown.ts';
import type { Tutorial } from './tutorial.ts';

/** What a list shows of a tutorial. */
export type TutorialHead = Pick<Tutorial, 'id' | 'path' | 'title' | 'description' | 'minutes' | 'level' | 'tags'>;

/** Reads a tutorial's front matter and title without parsing its text. */
export function readHead(text: string, path: string): TutorialHead {
  const { yaml, body } = splitFrontMatter(text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'));
  const { title, description, minutes, level, tags } = parseFrontMatter(yaml, []);
  const id = tutorialId(path);
  return { id, path, title: title || titleIn(body) || id, description, minutes, level, tags };
}

/** The first heading of the first level, if it stands before the first step; what is in a fence or a comment is no heading. */
function titleIn(body: string): string | undefined {
  let fence: string | undefined;
  /** The text that a line of = or - below it would make a heading. */
  let above: string[] = [];
  let inComment = false;
  for (const line of body.split('\n')) {
    if (fence === undefined && (inComment || /^ {0,3}<!--/.test(line))) {
      inComment = !line.includes('-->');
      above = [];
      continue;
    }
    const [, mark = '', after = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (fence !== undefined) {
      if (mark.startsWith(fence) && after.trim() === '') fence = undefined;
      continue;
    }
    if (mark !== '') fence = mark;
    const [, level = '', heading = ''] = /^ {0,3}(#{1,2})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/.exec(line) ?? [];
    if (level === '#') return plainHeading(heading);
    if (above.length > 0 && /^ {0,3}=+[ \t]*$/.test(line)) return plainHeading(above.join('\n'));
    if (level === '##' || (above.length > 0 && /^ {0,3}-+[ \t]*$/.test(line))) return undefined;
    above = /^ {0,3}[^\s#>`~=+*-]/.test(line) || (above.length > 0 && line.trim() !== '') ? [...above, line.trim()] : [];
  }
  return undefined;
}

/** A heading's text without its marks. Most have none, and a list has a thousand. */
function plainHeading(heading: string): string {
  if (!/[\\&<!`*_[\]~\n]/.test(heading)) return heading;
  return plainText(markdown().parseInline(heading, {})[0]);
}

/** A tutorial's id: its file's name without `.md`. */
export function tutorialId(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.md$/, '');
}
