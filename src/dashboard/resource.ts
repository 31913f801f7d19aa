import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

/** Something read from the backend. A value stays while it is read anew, and while reading fails. */
export type Resource<T> = { value: T | undefined; failure: Error | undefined; retry(): void };

/**
 * Reads when `key` or `version` changes. With another key the old value is dropped, with another version it is kept meanwhile; what is being read
 * then is shown before it is read once more, for changes may come faster than answers.
 */
export function useResource<T>(read: () => Promise<T>, key: string, version: number, onFailure: (failure: Error) => void): Resource<T> {
  const [{ of, value, failure }, setState] = useState<{ of: string; value: T | undefined; failure: Error | undefined }>({
    of: key,
    value: undefined,
    failure: undefined,
  });
  const [attempt, setAttempt] = useState(0);
  const reading = useRef<{ again: boolean } | undefined>(undefined);
  useEffect(() => {
    return () => {
      reading.current = undefined;
    };
  }, [key]);
  useEffect(() => {
    if (reading.current !== undefined) {
      reading.current.again = true;
      return;
    }
    const own = { again: true };
    const isCurrent = () => reading.current === own;
    reading.current = own;
    const readAll = async () => {
      while (isCurrent() && own.again) {
        own.again = false;
        try {
          const value = await read();
          if (isCurrent()) setState({ of: key, value, failure: undefined });
        } catch (error) {
          if (!isCurrent()) return;
          const failure = error instanceof Error ? error : new Error(String(error));
          setState((before) => ({ of: key, value: before.of === key ? before.value : undefined, failure }));
          onFailure(failure);
        }
      }
      if (isCurrent()) reading.current = undefined;
    };
    void readAll();
  }, [key, version, attempt]);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return of === key ? { value, failure, retry } : { value: undefined, failure: undefined, retry };
}
