import { useRef, useState } from 'preact/hooks';
import { signIn } from '../backend.ts';
import { PageTitle } from '../pageTitle.tsx';

/** The form for who is not signed in. `complaint` says why they see it, where that needs saying. */
export function SignInPage({ complaint, onSignedIn }: { complaint: string | undefined; onSignedIn: () => void }) {
  const [said, setSaid] = useState(complaint);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  async function enter(event: Event): Promise<void> {
    event.preventDefault();
    if (busy) return;
    const token = field.current?.value.trim() ?? '';
    if (token === '') {
      setSaid('Please enter the admin token.');
      field.current?.focus();
      return;
    }
    setBusy(true);
    try {
      await signIn(token);
      onSignedIn();
    } catch (failure) {
      setSaid(failure instanceof Error ? failure.message : String(failure));
      setBusy(false);
      // Whoever types on already is not stopped.
      if (field.current?.value.trim() === token) field.current.select();
    }
  }

  return (
    <div class="sign-in">
      <PageTitle text="Sign in" />
      <p class="lead" id="token-help">
        The admin token was printed when the backend started, next to the link to this page.
      </p>
      <form onSubmit={(event) => void enter(event)} noValidate>
        <label for="token">Admin token</label>
        <input
          id="token"
          ref={field}
          type="password"
          autocomplete="current-password"
          spellcheck={false}
          aria-describedby={said === undefined ? 'token-help' : 'token-help token-problem'}
          aria-invalid={said !== undefined}
        />
        {said !== undefined && (
          <p class={busy ? 'problem of-before' : 'problem'} id="token-problem" role="alert">
            {said}
          </p>
        )}
        <button type="submit" class="primary" aria-disabled={busy}>
          {busy ? 'Signing in…' : 'Sign in'}
        </button>
      </form>
    </div>
  );
}
