/** Something a person can put right: its message is one sentence saying what is wrong and what to do about it. */
export class EditorFailure extends Error {
  readonly code: EditorFailureCode;

  constructor(code: EditorFailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EditorFailure';
    this.code = code;
  }
}

export type EditorFailureCode = 'install.failed' | 'port.taken' | 'browser.missing' | 'browser.failed' | 'editor.failed';
