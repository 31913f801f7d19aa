/** Every id that package.json names too, typed once; a test holds the manifest against them. */

export const commands = {
  browse: 'onramp.tutorial.browse',
  start: 'onramp.tutorial.start',
  openStep: 'onramp.tutorial.openStep',
  next: 'onramp.tutorial.next',
  back: 'onramp.tutorial.back',
  check: 'onramp.tutorial.check',
  resetStep: 'onramp.tutorial.resetStep',
  startAgain: 'onramp.tutorial.startAgain',
  catchUp: 'onramp.tutorial.catchUp',
  compare: 'onramp.tutorial.compare',
  restoreMine: 'onramp.tutorial.restoreMine',
  openInEditor: 'onramp.guide.openInEditor',
  openInView: 'onramp.guide.openInView',
  refreshPacks: 'onramp.pack.refresh',
  browsePacks: 'onramp.pack.browse',
  searchNpmToo: 'onramp.pack.searchNpm',
  showPack: 'onramp.pack.show',
  installPack: 'onramp.pack.install',
  installFrom: 'onramp.pack.installFrom',
  updatePack: 'onramp.pack.update',
  rollBackPack: 'onramp.pack.rollBack',
  uninstallPack: 'onramp.pack.uninstall',
  lookForNewer: 'onramp.pack.lookForNewer',
  setNpmToken: 'onramp.npm.setToken',
  chooseFolder: 'onramp.tutorial.chooseFolder',
  exportProgress: 'onramp.progress.export',
  clearProgress: 'onramp.progress.clear',
  forgetTrust: 'onramp.pack.forgetTrust',
  newFromTemplate: 'onramp.scaffold.new',
  updateFromTemplate: 'onramp.scaffold.update',
  saveTemplate: 'onramp.scaffold.saveTemplate',
  insertSnippet: 'onramp.snippet.insert',
  saveSnippet: 'onramp.snippet.save',
  previewTutorial: 'onramp.authoring.preview',
  recordSteps: 'onramp.authoring.record',
  recordLine: 'onramp.authoring.recordLine',
  addStep: 'onramp.authoring.addStep',
  renameStep: 'onramp.authoring.renameStep',
  undoScaffold: 'onramp.scaffold.undo',
  chooseSharing: 'onramp.report.chooseSharing',
  showWaiting: 'onramp.report.showWaiting',
} as const;

export type CommandId = (typeof commands)[keyof typeof commands];

export const views = {
  tutorials: 'onramp.tutorials',
  guide: 'onramp.guide',
  learning: 'onramp.learning',
  browse: 'onramp.browse',
} as const;

export const panels = { guide: 'onramp.guideEditor', preview: 'onramp.preview' } as const;

export const settings = {
  section: 'onramp',
  backendUrl: 'backend.url',
  backendKey: 'backend.key',
  packFolders: 'pack.folders',
  npmRegistry: 'npm.registry',
  autoCheck: 'check.auto',
} as const;

/** Where an editor finds the schemas that a file has to name itself. */
export const schemas = { scheme: 'onramp', snippets: 'onramp://schemas/snippets' } as const;

export const contexts = {
  tutorialOpen: 'onramp.tutorialOpen',
  canUndoScaffold: 'onramp.canUndoScaffold',
  guideInEditor: 'onramp.guideInEditor',
  guideFocused: 'onramp.guideFocused',
  hasChecked: 'onramp.hasChecked',
  tutorialFolders: 'onramp.tutorialFolders',
  recording: 'onramp.recording',
  tutorialsFound: 'onramp.tutorialsFound',
  learningFound: 'onramp.learningFound',
  packsFound: 'onramp.packsFound',
} as const;
