import { useEffect, useRef } from 'preact/hooks';

const name = 'onramp-signed-out';

/** Tells the other tabs that this browser has signed out, and calls back when one of them tells. */
export function useLeaving(onLeft: () => void): () => void {
  const channel = useRef<BroadcastChannel>(undefined);
  useEffect(() => {
    const opened = new BroadcastChannel(name);
    opened.onmessage = onLeft;
    channel.current = opened;
    return () => opened.close();
  }, [onLeft]);
  return () => channel.current?.postMessage(null);
}
