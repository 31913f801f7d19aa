/** A place in a text that goes on as the text is read. */
export type Cursor = {
  at(): number;
  atEnd(): boolean;
  backTo(at: number): void;
  /** The next character; empty at the end. */
  peek(): string;
  /** Goes past a character if it comes next. */
  eat(character: string): boolean;
  /** What a sticky expression matches here, having gone past it. */
  take(pattern: RegExp): string | undefined;
};

export function cursorOver(text: string): Cursor {
  let at = 0;
  return {
    at: () => at,
    atEnd: () => at >= text.length,
    backTo: (place) => {
      at = place;
    },
    peek: () => text.charAt(at),
    eat: (character) => {
      const eats = text.startsWith(character, at);
      if (eats) at += character.length;
      return eats;
    },
    take: (pattern) => {
      pattern.lastIndex = at;
      const [taken] = pattern.exec(text) ?? [];
      at += taken?.length ?? 0;
      return taken;
    },
  };
}
