import { useEffect, useState } from 'preact/hooks';
import type { TutorialPlace } from './backend.ts';

/** The page that the address asks for. It stands behind the `#`, so that the backend serves one file. */
export type Route =
  | { page: 'tutorials' }
  | ({ page: 'tutorial'; step: string | undefined } & TutorialPlace)
  | { page: 'signIn'; token: string }
  | { page: 'unknown' };

/** The page of an address's hash. */
export function routeOf(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#/, '').split('?', 2);
  if (path.startsWith('token=')) return { page: 'signIn', token: decode(path.slice('token='.length)) };
  if (path === '' || path === '/') return { page: 'tutorials' };
  const [pack, tutorial, ...rest] = path.startsWith('/tutorials/') ? path.slice('/tutorials/'.length).split('/').map(decode) : [];
  if (!pack || !tutorial || rest.length > 0) return { page: 'unknown' };
  return { page: 'tutorial', pack, tutorial, step: new URLSearchParams(search).get('step') || undefined };
}

/** The address of a tutorial's page, with the feedback of one step if there is one. */
export function tutorialAddress({ pack, tutorial }: TutorialPlace, step?: string): string {
  const search = step === undefined ? '' : `?${new URLSearchParams({ step })}`;
  return `#/tutorials/${encodeURIComponent(pack)}/${encodeURIComponent(tutorial)}${search}`;
}

/** The page that is asked for now. */
export function useRoute(): Route {
  const [route, setRoute] = useState(() => routeOf(location.hash));
  useEffect(() => {
    const follow = () => setRoute(routeOf(location.hash));
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  return route;
}

/** Puts the first page into the address without a trace of what stood there. */
export function forgetToken(): void {
  history.replaceState(null, '', location.pathname);
  // Replacing tells nobody.
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
