import type { FromGuide, GuidePage } from '../../protocol/guide.ts';
import { type Message, message } from '../message.ts';
import type { Link, Section } from '../tutorial/tutorial.ts';

/** What a button of the preview would do for a learner; undefined where it does no more than the page itself shows. */
export function wouldDo(told: FromGuide, page: GuidePage, section: Section): Message | undefined {
  switch (told.type) {
    case 'run':
    case 'write':
    case 'insert': {
      const block = page.blocks[told.index];
      return block === undefined ? undefined : blockWouldDo(block, told.type);
    }
    case 'check':
    case 'require':
      return message('preview.check');
    case 'tick':
      return message('preview.tick');
    case 'answer':
      return message('preview.answer');
    case 'reference': {
      const reference = section.references[told.index];
      return reference === undefined ? undefined : message('preview.reference', reference.path);
    }
    case 'link': {
      const link = section.links[told.index];
      return link === undefined ? undefined : linkWouldDo(link);
    }
    default:
      return undefined;
  }
}

function blockWouldDo(block: GuidePage['blocks'][number], act: 'run' | 'write' | 'insert'): Message | undefined {
  if (act === 'insert') return message('preview.insert');
  if (block.kind === 'run') return message('preview.run', block.text);
  if (block.kind === 'diff') return message('preview.diff', block.path);
  if (block.kind !== 'file') return undefined;
  return block.how === 'whole' ? message('preview.create', block.path) : message('preview.write', block.path);
}

function linkWouldDo(link: Link): Message {
  switch (link.kind) {
    case 'web':
      return message('preview.open', link.url);
    case 'template':
      return message('preview.template', link.name);
    case 'snippet':
      return message('preview.snippet', link.name);
    case 'tutorial':
      return message('preview.open', link.path);
    case 'command':
      return message('preview.command', link.command);
    case 'plain':
      return message('preview.open', link.href);
  }
}
