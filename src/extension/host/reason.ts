/** What went wrong, in its own words and without a stack. */
export function reasonOf(error: unknown): string {
  // VS Code puts the name of the error before what the system said.
  return (error instanceof Error ? error.message : String(error)).replace(/^(\w*Error: )+/, '');
}
