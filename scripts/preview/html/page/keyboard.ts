/**
 * Arrows go through what can be opened, up and down, and open or close it; Home and End go to the ends. Tab reaches the same
 * parts: the arrows are only quicker.
 */
export function arrowKeys(main: HTMLElement): void {
  main.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (!(target instanceof HTMLElement) || !target.matches(stops) || event.altKey || event.ctrlKey || event.metaKey)
      return;
    if (!act(main, target, key)) return;
    event.preventDefault();
  });
}

const stops = "summary, .more";

function act(main: HTMLElement, from: HTMLElement, key: string): boolean {
  const part = from.parentElement;
  if ((key === "ArrowRight" || key === "ArrowLeft") && part instanceof HTMLDetailsElement) {
    part.open = key === "ArrowRight";
    return true;
  }
  const all = visibleStops(main);
  const here = all.indexOf(from);
  const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: all.length - 1 }[key];
  if (to === undefined) return false;
  all[to]?.focus();
  return true;
}

function visibleStops(main: HTMLElement): HTMLElement[] {
  return [...main.querySelectorAll<HTMLElement>(stops)].filter((stop) => {
    const around = stop.matches("summary") ? stop.parentElement?.parentElement : stop;
    return !around?.closest("details:not([open]), [hidden]");
  });
}
