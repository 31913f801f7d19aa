import { english } from '../../english.ts';
import type { MessageCode } from '../../message.ts';

/** Every code that lint gives, with what it says, `{0}` and the like being what it is about; by name. */
export function lintCodes(): { code: MessageCode; text: string }[] {
  const codes = Object.keys(english) as MessageCode[];
  return codes
    .filter((code) => families.test(code))
    .sort()
    .map((code) => ({ code, text: english[code] }));
}

const families =
  /^(yaml|json|schema|tutorial\.(noSteps|missing|noTitle|next)|step|frontMatter|path|fence|check|quiz|manifest|pack\.unreadable|template|parameter|when|snippet|link|image|html|translation|time|reference|scaffold\.(outside|protected|ownFile|windowsName|collision)|write\.no)/;
