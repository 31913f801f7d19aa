import { type GuideSurroundings, guidePage as pageOf } from '../../core/tutorial/guidePage.ts';
import type { GuidePage } from '../../protocol/guide.ts';
import { say } from '../host/say.ts';
import { activityOf, type OpenTutorial } from './openTutorial.ts';

/** The open tutorial as the guide shows it, in the person's language. */
export function guidePage(open: OpenTutorial, around: Omit<GuideSurroundings, 'say'>): GuidePage {
  const { pack, tutorial, progress, requirements } = open;
  const activity = activityOf(open, progress.current);
  return pageOf({ manifest: pack.manifest, tutorial, progress, activity, requirements }, { ...around, say });
}
