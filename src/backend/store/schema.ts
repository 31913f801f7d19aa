/**
 * The tables.
 *
 * Every table carries `project`, and `person` where a row belongs to one; keys and joins include them, so that the tables can be
 * distributed by them. Times are whole milliseconds since 1970, days are whole days since then (UTC), JSON is text: SQLite and
 * PostgreSQL run the same statements.
 *
 * `journeys` and `progress` hold one person's way with first times. The `…Days` tables count those ways; a way counts on the day it
 * began, so that a day's rates compare the same people. `eventDays` counts what has no first time.
 */
export type Tables = {
  events: { project: string; id: string; person: string | null; type: string; time: number; received: number; body: string };
  /** The newest version of each tutorial that somebody started. `seen` is the event time that told of it. */
  tutorials: { project: string; pack: string; tutorial: string; version: string; title: string; seen: number };
  /** Each step that was ever told of, as the newest outline that names it has it; those with their tutorial's `version` and `seen` are in its newest. */
  steps: { project: string; pack: string; tutorial: string; step: string; version: string; title: string; position: number; seen: number };
  journeys: {
    project: string;
    person: string;
    pack: string;
    tutorial: string;
    started: number;
    completed: number | null;
    succeeded: number | null;
    /** Milliseconds to the first success, as the editor measured it. */
    successElapsed: number | null;
  };
  progress: {
    project: string;
    person: string;
    pack: string;
    tutorial: string;
    step: string;
    entered: number;
    completed: number | null;
    skipped: number | null;
  };
  tutorialDays: { project: string; pack: string; tutorial: string; day: number; starts: number; completions: number };
  stepDays: {
    project: string;
    pack: string;
    tutorial: string;
    step: string;
    day: number;
    entered: number;
    completed: number;
    skipped: number;
  };
  /** The histogram of times to first success: how many people are in which bucket (see histogram.ts). */
  successDays: { project: string; pack: string; tutorial: string; day: number; bucket: number; people: number };
  eventDays: {
    project: string;
    pack: string;
    tutorial: string;
    step: string;
    day: number;
    checksFailed: number;
    hintsOpened: number;
    thumbsUp: number;
    thumbsDown: number;
  };
  feedback: {
    project: string;
    id: string;
    person: string | null;
    pack: string;
    version: string;
    tutorial: string;
    step: string;
    stepTitle: string;
    thumbs: 'up' | 'down';
    comment: string | null;
    time: number;
  };
  /** What the list of packs shows of each, as its newest version has it; `words` is what a search looks through. A pack without a version that is offered has no row. */
  packs: {
    project: string;
    name: string;
    newest: string;
    title: string;
    description: string;
    publisher: string;
    tutorials: number;
    published: number;
    words: string;
  };
  packVersions: {
    project: string;
    name: string;
    version: string;
    integrity: string;
    size: number;
    title: string;
    description: string;
    publisher: string;
    tutorials: number;
    readme: string | null;
    changelog: string | null;
    published: number;
    yanked: string | null;
  };
  /** Apart from what is listed, so that no list reads them. */
  packTarballs: { project: string; integrity: string; bytes: Uint8Array };
  /** Sessions that were ended before their time, until then. */
  endedSessions: { project: string; session: string; expires: number };
  schemaVersion: { project: string; version: number };
};
