/** Why the system did not let a file be read or written, as the end of a sentence, and what may help. */
export function fileReason(cause: unknown, verb: 'read' | 'write'): { reason: string; help: string } {
  const { code, message } = cause as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return { reason: 'the disk is full', help: 'make room there, choose another data folder' };
    case 'EACCES':
    case 'EPERM':
      return { reason: `this user may not ${verb} there`, help: 'give this user the right to' };
    case 'EROFS':
      return { reason: 'the file system there may only be read', help: 'choose another data folder' };
    default:
      return { reason: `the system says ${code ?? message}`, help: 'choose another data folder' };
  }
}
