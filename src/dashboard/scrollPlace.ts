const places = new Map<unknown, number>();
let entry: unknown;

/** Keeps how far down the reader was in each entry of the history: the browser would put it back before the page is there. */
export function keepScrollPlaces(): void {
  history.scrollRestoration = 'manual';
  entry = markedEntry();
  window.addEventListener('hashchange', () => {
    places.set(entry, window.scrollY);
    entry = markedEntry();
  });
}

/** How far down the reader was when they left this entry of the history; 0 where they come by a link. */
export function scrollPlace(): number {
  return places.get(entry) ?? 0;
}

function markedEntry(): unknown {
  if (history.state === null) history.replaceState(`${Date.now()} ${places.size}`, '');
  return history.state;
}
