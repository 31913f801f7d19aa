import { parseBody } from './parseBody.ts';
import { placeholdersForUnknown, renderBody } from './renderBody.ts';

/** A snippet's body as it stands when nothing is typed over its placeholders and its variables have no values. */
export function plainText(body: string): string {
  return renderBody(placeholdersForUnknown(parseBody(body).parts)) ?? body;
}
