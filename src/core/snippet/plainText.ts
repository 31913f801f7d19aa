const escapable = '$}\\,|';

/** A snippet's body as it stands when nothing is typed over its placeholders: defaults stay, tab stops vanish, of choices the first. */
export function plainText(body: string): string {
  // What is escaped means itself: it is set aside as a character of the private use area until all else is worked out.
  let text = body.replace(/\\([$}\\,|])/g, (_, mark: string) => String.fromCharCode(0xe000 + escapable.indexOf(mark)));
  for (let before = ''; before !== text; ) {
    before = text;
    // Innermost first: a placeholder may hold others.
    text = text.replace(/\$\{\d+\|([^,|]*)[^}]*\|\}/g, '$1').replace(/\$\{(?:\d+|[A-Z_]+):([^{}]*)\}/g, '$1');
  }
  return text
    .replace(/\$\{\d+\}|\$\d+/g, '')
    .replace(/\$\{[A-Z_]+(?:\/[^}]*)?\}|\$[A-Z_]+/g, '')
    .replace(/[\ue000-\ue004]/g, (aside) => escapable[aside.charCodeAt(0) - 0xe000] ?? '');
}
