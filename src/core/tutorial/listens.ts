const says = [
  /\bhttps?:\/\/(localhost|127(\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\])(:\d+)?/i,
  /\b(listening|serving|running|started|ready)\b.{0,40}\b(port|on|at)\b.{0,20}\d{2,5}\b/i,
  /\bwatching for (file )?changes\b/i,
];

/** Whether a command that still runs says that it serves or watches, so that there is no end to wait for. */
export function saysItListens(output: string): boolean {
  return says.some((expression) => expression.test(output));
}
