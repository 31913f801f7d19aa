import { parseFrontMatter, splitFrontMatter } from './frontMatter.ts';
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

/** The first heading of the first level, if it stands before the first step; what is in a fence is no heading. */
function titleIn(body: string): string | undefined {
  let fence: string | undefined;
  for (const line of body.split('\n')) {
    const [, mark = '', after = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (fence !== undefined) {
      if (mark.startsWith(fence) && after.trim() === '') fence = undefined;
    } else if (mark !== '') {
      fence = mark;
    } else {
      const [, level = '', heading = ''] = /^ {0,3}(#{1,2})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/.exec(line) ?? [];
      if (level === '##') return undefined;
      if (level === '#') return withoutMarks(heading);
    }
  }
  return undefined;
}

/** A heading's text without the marks of Markdown that headings have. */
function withoutMarks(heading: string): string {
  return heading.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]/g, '');
}

/** A tutorial's id: its file's name without `.md`. */
export function tutorialId(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.md$/, '');
}
