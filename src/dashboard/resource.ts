import { useCallback, useEffect, useState } from 'preact/hooks';

/** Something read from the backend. A value stays while it is read anew, and while reading fails. */
export type Resource<T> = { value: T | undefined; failure: Error | undefined; retry(): void };

/** Reads when `key` or `version` changes. With another key the old value is dropped, with another version it is kept meanwhile. */
export function useResource<T>(read: () => Promise<T>, key: string, version: number, onFailure: (failure: Error) => void): Resource<T> {
  const [{ of, value, failure }, setState] = useState<{ of: string; value: T | undefined; failure: Error | undefined }>({
    of: key,
    value: undefined,
    failure: undefined,
  });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let current = true;
    read().then(
      (value) => {
        if (current) setState({ of: key, value, failure: undefined });
      },
      (failure: Error) => {
        if (!current) return;
        setState((before) => ({ of: key, value: before.of === key ? before.value : undefined, failure }));
        onFailure(failure);
      },
    );
    return () => {
      current = false;
    };
  }, [key, version, attempt]);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return of === key ? { value, failure, retry } : { value: undefined, failure: undefined, retry };
}
