import { type Dispatch, type StateUpdater, useCallback, useEffect, useState } from 'preact/hooks';
import { BackendError, isSignedIn, signIn, signOut } from './backend.ts';
import { useLeaving } from './leaving.ts';
import { type Live, useLive } from './live.ts';
import { Failure } from './notice.tsx';
import { SignInPage } from './pages/signInPage.tsx';
import { TutorialPage } from './pages/tutorialPage.tsx';
import { TutorialsPage } from './pages/tutorialsPage.tsx';
import { UnknownPage } from './pages/unknownPage.tsx';
import { forgetToken, type Route, useRoute } from './route.ts';

/** `stay` is why this browser is still signed in, though somebody signed out. */
type Session = { state: 'asking' } | { state: 'out'; complaint?: string | undefined } | { state: 'in'; stay?: Error };

/** The whole dashboard: who is not signed in sees the form, everybody else the page of the address. */
export function Dashboard() {
  const route = useRoute();
  const [session, setSession] = useSession(route);
  const live = useLive(session.state === 'in');
  const onFailure = useCallback(
    (failure: Error) => {
      if (failure instanceof BackendError && failure.status === 401) {
        setSession({ state: 'out', complaint: 'Your session has ended. Please sign in again.' });
      }
    },
    [setSession],
  );
  const tellOthers = useLeaving(useCallback(() => setSession((now) => (now.state === 'in' ? { state: 'out' } : now)), [setSession]));
  async function leave(): Promise<void> {
    try {
      await signOut();
      setSession({ state: 'out' });
      tellOthers();
    } catch (error) {
      setSession({ state: 'in', stay: error instanceof Error ? error : new Error(String(error)) });
    }
  }

  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to content
      </button>
      <header class="top">
        <a class="mark" href="#/" aria-label="Onramp, all tutorials">
          <img src="icon.svg" alt="" width="26" height="26" />
          <span>Onramp</span>
        </a>
        {session.state === 'in' && (
          <div class="top-end">
            <LiveMark live={live} />
            <button type="button" class="quiet" onClick={() => void leave()}>
              Sign out
            </button>
          </div>
        )}
      </header>
      <main id="main" tabIndex={-1}>
        {session.state === 'out' && (
          <SignInPage key={session.complaint} complaint={session.complaint} onSignedIn={() => setSession({ state: 'in' })} />
        )}
        {session.state === 'in' && session.stay !== undefined && (
          <Failure failure={new Error(`You are still signed in. ${session.stay.message}`)} onRetry={() => void leave()} />
        )}
        {session.state === 'in' && <Page route={route} version={live.version} onFailure={onFailure} />}
      </main>
    </>
  );
}

function Page({ route, version, onFailure }: { route: Route; version: number; onFailure: (failure: Error) => void }) {
  switch (route.page) {
    case 'tutorial': {
      const { pack, tutorial, step } = route;
      return <TutorialPage key={`${pack}/${tutorial}`} place={{ pack, tutorial }} step={step} version={version} onFailure={onFailure} />;
    }
    case 'unknown':
      return <UnknownPage />;
    default:
      return <TutorialsPage version={version} onFailure={onFailure} />;
  }
}

function LiveMark({ live }: { live: Live }) {
  return (
    <span class={`connection ${live.state}`} role="status">
      <span class="connection-dot" aria-hidden="true" />
      {live.state === 'live' ? 'Live' : live.state === 'connecting' ? 'Connecting' : 'Reconnecting'}
    </span>
  );
}

/** A token in the address signs in and is gone from it at once; without one the cookie decides. */
function useSession(route: Route): [Session, Dispatch<StateUpdater<Session>>] {
  const [session, setSession] = useState<Session>({ state: 'asking' });
  const token = route.page === 'signIn' ? route.token : undefined;
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    if (token === undefined && asked) return;
    setAsked(true);
    if (token !== undefined) forgetToken();
    const entering = token === undefined ? isSignedIn() : signIn(token).then(() => true);
    entering.then(
      (signedIn) => setSession(signedIn ? { state: 'in' } : { state: 'out' }),
      (failure: Error) => setSession({ state: 'out', complaint: failure.message }),
    );
  }, [token, asked]);
  return [session, setSession];
}
