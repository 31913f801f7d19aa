import type { OnrampEvent } from '../../protocol/event.ts';

/** When the event happened: what it says, but never later than now nor before 1970, whatever the sender's clock shows. */
export function timeOf(event: OnrampEvent, received: number): number {
  return Math.max(0, Math.min(Date.parse(event.time), received));
}
