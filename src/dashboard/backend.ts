import type { FeedbackAnswer, FunnelAnswer, TutorialMetrics } from '../protocol/metrics.ts';
import type { Problem } from '../protocol/problem.ts';
import { visibleTitle } from './visibleTitle.ts';

/** Why the backend gave no answer, as a sentence for the person; `code` is the problem's, or `offline`. */
export class BackendError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(message: string, code: string, status: number) {
    super(message);
    this.name = 'BackendError';
    this.code = code;
    this.status = status;
  }
}

/** One tutorial of one pack. */
export type TutorialPlace = { pack: string; tutorial: string };

/** Signs in; throws a BackendError when the token is wrong. */
export async function signIn(token: string): Promise<void> {
  await ask('/v1/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token }) });
}

export async function signOut(): Promise<void> {
  await ask('/v1/session', { method: 'DELETE' });
}

export async function isSignedIn(): Promise<boolean> {
  const { signedIn } = await read<{ signedIn: boolean }>('/v1/session');
  return signedIn;
}

export async function readTutorials(): Promise<TutorialMetrics[]> {
  const { tutorials } = await read<{ tutorials: TutorialMetrics[] }>('/v1/metrics/tutorials');
  return tutorials.map(titled);
}

/** Null when nobody has started the tutorial. */
export async function readFunnel(place: TutorialPlace): Promise<FunnelAnswer | null> {
  try {
    const { summary, steps } = await read<FunnelAnswer>(`/v1/metrics/funnel?${query({ ...place })}`);
    return { summary: titled(summary), steps: steps.map((step) => ({ ...step, title: visibleTitle(step.title, step.id) })) };
  } catch (error) {
    if (error instanceof BackendError && error.code === 'tutorial.unknown') return null;
    throw error;
  }
}

/** Feedback newest first, of one step if there is one; `before` is the `next` of an earlier answer. */
export async function readFeedback(place: TutorialPlace, step: string | undefined, before?: string): Promise<FeedbackAnswer> {
  const { feedback, next } = await read<FeedbackAnswer>(`/v1/metrics/feedback?${query({ ...place, step, before })}`);
  return { feedback: feedback.map((entry) => ({ ...entry, stepTitle: visibleTitle(entry.stepTitle, entry.step) })), next };
}

/** Where a table can be downloaded as CSV. */
export function csvAddress(table: 'tutorials' | 'funnel' | 'feedback', asked: Record<string, string | undefined> = {}): string {
  return `/v1/metrics/${table}?${query({ ...asked, format: 'csv' })}`;
}

function titled(metrics: TutorialMetrics): TutorialMetrics {
  return { ...metrics, title: visibleTitle(metrics.title, metrics.tutorial) };
}

function query(asked: Record<string, string | undefined>): string {
  const given = Object.entries(asked).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return new URLSearchParams(given).toString();
}

async function read<T>(url: string): Promise<T> {
  const answer = await ask(url);
  return (await answer.json()) as T;
}

async function ask(url: string, init?: RequestInit): Promise<Response> {
  const answer = await fetch(url, init).catch(() => {
    throw new BackendError('The backend cannot be reached. Is it still running?', 'offline', 0);
  });
  if (answer.ok) return answer;
  const problem = (await answer.json().catch(() => ({}))) as Partial<Problem>;
  const message = problem.detail ?? `The backend answered with ${answer.status}.`;
  throw new BackendError(message, problem.code ?? 'unknown', answer.status);
}
