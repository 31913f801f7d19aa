import { createJavaScriptRegexEngine, defaultJavaScriptRegexConstructor } from '@shikijs/engine-javascript';
import type { RegistryOptions } from '@shikijs/vscode-textmate';

type RegexLibrary = RegistryOptions['onigLib'];

/**
 * TextMate's regular expressions as JavaScript's own. A grammar has hundreds of them, and to translate those that one line needs can
 * take longer than anything in the extension host may wait: so a line that meets new ones is given up, they are translated with pauses,
 * and the line is begun again.
 */
export type Patterns = {
  library: RegexLibrary;
  /** Gives what `step` gives, which may be called several times. */
  whole<T>(step: () => T, pause: () => Promise<void>): Promise<T>;
};

export function translatedPatterns(): Patterns {
  const cache = new Map<string, RegExp | Error>();
  // One that JavaScript cannot express never matches; of the grammars that ship with VS Code that is one in a thousand.
  const engine = createJavaScriptRegexEngine({ cache, forgiving: true, regexConstructor: translate });
  const library: RegexLibrary = {
    createOnigScanner: (patterns) => {
      const missing = patterns.filter((pattern) => typeof pattern === 'string' && !cache.has(pattern));
      if (missing.length > 0) throw new Untranslated(missing);
      return engine.createScanner(patterns);
    },
    createOnigString: (text) => engine.createString(text),
  };
  return {
    library,
    whole: async (step, pause) => {
      for (;;) {
        try {
          return step();
        } catch (error) {
          if (!(error instanceof Untranslated)) throw error;
          for (const pattern of error.patterns) {
            const scanner = engine.createScanner([pattern]);
            await pause();
            // An expression is compiled at its first use, and once more, for speed, at its second: that is for here as well.
            for (const text of [' ', ' ']) {
              scanner.findNextMatchSync(text, 0, 0);
              await pause();
            }
          }
        }
      }
    },
  };
}

class Untranslated extends Error {
  readonly patterns: (string | RegExp)[];
  constructor(patterns: (string | RegExp)[]) {
    super('patterns are to be translated first');
    this.patterns = patterns;
  }
}

/** Throws where JavaScript has no such expression. */
function translate(pattern: string): RegExp {
  // Several characters in one escape, `\x{2028 2029}`, are the one form of VS Code's grammars (YAML's) that the translator does not know.
  const single = pattern.replace(/\\x\{([\dA-F]+(?: +[\dA-F]+)+)\}/gi, (_, all: string) =>
    all.replace(/[\dA-F]+ */gi, (each) => `\\x{${each.trim()}}`),
  );
  return defaultJavaScriptRegexConstructor(single, { target: 'auto' });
}
