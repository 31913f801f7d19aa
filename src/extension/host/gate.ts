/** Holds work back until something more urgent is done, but never for longer than its patience. */
export type Gate = {
  close(): void;
  open(): void;
  /** Resolves when the gate is open; at once where it is. */
  passed(): Promise<void>;
};

/** `patience` in milliseconds. A gate begins open. */
export function gate(patience: number): Gate {
  let closed: { until: Promise<void>; open: () => void } | undefined;
  const open = () => {
    closed?.open();
    closed = undefined;
  };
  return {
    open,
    close: () => {
      if (closed !== undefined) return;
      const timer = setTimeout(open, patience);
      let resolve = () => {};
      const until = new Promise<void>((passed) => {
        resolve = passed;
      });
      closed = {
        until,
        open: () => {
          clearTimeout(timer);
          resolve();
        },
      };
    },
    passed: async () => closed?.until,
  };
}
