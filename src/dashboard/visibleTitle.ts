const visible = /[^\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** The title, or the id in its place where there is nothing of the title to see, or to click. */
export function visibleTitle(title: string, id: string): string {
  return [title, id].find((text) => visible.test(text)) ?? '(no title)';
}
