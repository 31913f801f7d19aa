/** At most this many items are committed together, so that one commit stays short. */
const itemsAtOnce = 5000;

type Waiting<T, R> = { items: readonly T[]; resolve(result: R): void; reject(error: unknown): void };

/** What takes lists from many callers, and a way to wait until all it was given is done. */
export type GroupCommit<T, R> = { add(items: readonly T[]): Promise<R>; idle(): Promise<void> };

/**
 * Commits together what arrives together: lists that come while a commit is on its way form the next one, so that the cost of
 * making it durable is shared. `commit` gets them in order of arrival and gives a result for each; `add` answers after the commit.
 */
export function groupCommit<T, R>(commit: (lists: readonly (readonly T[])[]) => Promise<readonly R[]>): GroupCommit<T, R> {
  const queue: Waiting<T, R>[] = [];
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    // Requests whose bodies were read in this turn of the event loop come along.
    await new Promise((resolve) => setImmediate(resolve));
    while (queue.length > 0) {
      const group = takeGroup();
      try {
        const results = await commit(group.map(({ items }) => items));
        group.forEach(({ resolve, reject }, index) => {
          const result = results[index];
          if (result === undefined) reject(new Error('A committed list got no result.'));
          else resolve(result);
        });
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    running = undefined;
  }

  function takeGroup(): Waiting<T, R>[] {
    let size = 0;
    const fitting = queue.findIndex(({ items }) => {
      size += items.length;
      return size > itemsAtOnce;
    });
    return queue.splice(0, fitting === -1 ? queue.length : Math.max(1, fitting));
  }

  return {
    add: (items) =>
      new Promise<R>((resolve, reject) => {
        queue.push({ items, resolve, reject });
        running ??= run();
      }),
    idle: () => running ?? Promise.resolve(),
  };
}
