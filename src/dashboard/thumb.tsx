/** A thumb, drawn: not every machine has a font with one. `label` is what it says to who cannot see it. */
export function Thumb({ way, label }: { way: 'up' | 'down'; label: string }) {
  return (
    <svg class={`thumb ${way}`} viewBox="0 0 24 24" width="18" height="18" role="img" aria-label={label}>
      <path
        d="M3.5 11H7v9.5H3.5zM7 11.2 10.8 3c1.8 0 2.9 1.3 2.6 3l-.6 3.2h5.7a2 2 0 0 1 2 2.3l-1.2 7.3a2 2 0 0 1-2 1.7H7z"
        fill="none"
        stroke="currentColor"
        stroke-width="1.7"
        stroke-linejoin="round"
      />
    </svg>
  );
}
