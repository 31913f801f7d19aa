/** What went wrong, and a way to try it again. */
export function Failure({ failure, onRetry }: { failure: Error; onRetry: () => void }) {
  return (
    <div class="notice problem" role="alert">
      <p>{failure.message}</p>
      <button type="button" onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}

/** Holds the place of what is being read, so that nothing jumps when it comes. */
export function Placeholder({ rows, label }: { rows: number; label: string }) {
  return (
    <div class="placeholder" role="status" aria-busy="true" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} />
      ))}
    </div>
  );
}
