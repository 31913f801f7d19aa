/** Why the backend cannot start, as a sentence for the person who starts it: it names the path or port and a way out. */
export class StartError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartError';
    this.code = code;
  }
}
