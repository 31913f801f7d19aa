/** A text for comparing: line ends do not count. */
export function unified(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
