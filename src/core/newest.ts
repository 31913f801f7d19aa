/** Gives what work for a key comes to, or undefined where later work for the same key has begun meanwhile: what it found is old by now. */
export function newestOnly(): <T>(key: string, work: () => Promise<T>) => Promise<T | undefined> {
  const turns = new Map<string, number>();
  return async (key, work) => {
    const turn = (turns.get(key) ?? 0) + 1;
    turns.set(key, turn);
    const found = await work();
    return turns.get(key) === turn ? found : undefined;
  };
}
