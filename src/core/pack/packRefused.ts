import { inEnglish, type Message, type MessageCode, message } from '../message.ts';

/** A pack that cannot be had or may not be installed; `told` says why and what to do, in words of the floor above. */
export class PackRefused extends Error {
  readonly told: Message;
  constructor(told: Message) {
    super(inEnglish(told));
    this.told = told;
  }
}

export function refused(code: MessageCode, ...args: (string | number)[]): PackRefused {
  return new PackRefused(message(code, ...args));
}
