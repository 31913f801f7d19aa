/** The editor commands that a `command:` link may run: they show a part of the editor, change no file and run no program. */
export const allowedCommands: readonly string[] = [
  'workbench.view.explorer',
  'workbench.view.search',
  'workbench.view.scm',
  'workbench.view.debug',
  'workbench.view.extensions',
  'workbench.action.showCommands',
  'workbench.action.quickOpen',
  'workbench.action.gotoSymbol',
  'workbench.action.openSettings',
  'workbench.action.openGlobalKeybindings',
  'workbench.actions.view.problems',
  'workbench.action.output.toggleOutput',
  'workbench.action.terminal.focus',
  'workbench.action.files.openFolder',
];
