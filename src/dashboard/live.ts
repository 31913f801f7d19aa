import { useEffect, useState } from 'preact/hooks';

/** Whether changes are being heard of. `version` counts them: what was read under another is old. */
export type Live = { state: 'connecting' | 'live' | 'reconnecting'; version: number };

const firstWait = 1000;
const longestWait = 30_000;

/**
 * Listens for changes as long as it is `on` and the page is in sight: a browser opens six connections to a backend and no more, so that a seventh
 * tab would wait for ever. A lost connection is taken up again, each time after twice the wait.
 */
export function useLive(on: boolean): Live {
  const [live, setLive] = useState<Live>({ state: 'connecting', version: 0 });
  useEffect(() => {
    if (!on) return;
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wait = firstWait;

    function connect(): void {
      source = new EventSource('/v1/live');
      source.onopen = () => {
        wait = firstWait;
        // What changed while nobody listened is read now.
        setLive(({ state, version }) => ({ state: 'live', version: state === 'reconnecting' ? version + 1 : version }));
      };
      source.addEventListener('changed', () => setLive(({ state, version }) => ({ state, version: version + 1 })));
      source.onerror = () => {
        source?.close();
        // Reading tells whether only the session is over.
        setLive(({ version }) => ({ state: 'reconnecting', version: version + 1 }));
        timer = setTimeout(connect, wait);
        wait = Math.min(wait * 2, longestWait);
      };
    }

    function stop(): void {
      source?.close();
      clearTimeout(timer);
    }

    function followSight(): void {
      stop();
      if (document.hidden) setLive(({ version }) => ({ state: 'reconnecting', version }));
      else connect();
    }

    followSight();
    document.addEventListener('visibilitychange', followSight);
    return () => {
      document.removeEventListener('visibilitychange', followSight);
      stop();
    };
  }, [on]);
  return live;
}
