/** They end an isolate that they do not belong to. */
const isolates = /[\u2066-\u2069]/g;
/** More marks on one letter than any language puts there: they cannot be broken into lines. */
const pile = /(\p{M}{8})\p{M}+/gu;
const turning = /[\u0590-\u08ff\u200f\u202a-\u202e\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** What others named, in a line of ours, which it does not turn round. */
export function Name({ text }: { text: string }) {
  return <bdi>{tamed(text)}</bdi>;
}

/** The same where there are no elements. What turns nothing stays as it is, for some show the marks. */
export function isolated(text: string): string {
  const own = tamed(text);
  return turning.test(own) ? `\u2068${own}\u2069` : own;
}

function tamed(text: string): string {
  return text.replace(isolates, '').replace(pile, '$1');
}
