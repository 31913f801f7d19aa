import { commands } from '../ids.ts';
import { type PreviewParts, tutorialPreview } from './preview.ts';
import { provideQuickFixes } from './quickFixes.ts';
import { type RecorderParts, tutorialRecorder } from './recorder.ts';
import { addStep, askStepTitle, provideStepRename } from './stepEdits.ts';
import { tellTutorialFolders } from './tutorialFolders.ts';
import { provideWritingHelp } from './writingHelp.ts';

/** What helps who writes tutorials. */
export type Authoring = {
  commands: Record<AuthoringCommand, (...args: never[]) => unknown>;
  dispose(): void;
};

export type AuthoringCommand = (typeof commands)['previewTutorial' | 'recordSteps' | 'recordLine' | 'addStep' | 'renameStep'];

export type AuthoringParts = PreviewParts & RecorderParts;

export function openAuthoring(parts: AuthoringParts): Authoring {
  const preview = tutorialPreview(parts);
  const recorder = tutorialRecorder(parts);
  const owned = [
    preview,
    recorder,
    tellTutorialFolders(parts.ownPacks, parts.failed),
    provideStepRename(parts.filesAt),
    provideWritingHelp(parts.filesAt),
    provideQuickFixes(parts),
  ];
  return {
    commands: {
      [commands.previewTutorial]: preview.show,
      [commands.recordSteps]: recorder.toggle,
      [commands.recordLine]: recorder.addLines,
      [commands.addStep]: addStep,
      [commands.renameStep]: askStepTitle,
    },
    dispose: () => {
      for (const thing of owned.reverse()) thing.dispose();
    },
  };
}
