// Runs inside the extension host of each window that is measured: waits until the machine is quiet, then activates extensions
// by `extension.activate()`, one after the other at a person's pace, and prints a line of JSON. It never ends: the window is
// looked at from outside afterwards.
import { type Session as Inspector, Session } from 'node:inspector/promises';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { printMarked } from '../host/output.ts';
import { type HostMeasures, hostMeasures } from './hostMeasures.ts';

/** What the window tells: milliseconds by extension id, and, where asked for, by file of dist, the functions that ran. */
export type HostReport = {
  settled: boolean;
  activation: Record<string, number>;
  ran: Record<string, string[]> | undefined;
  measures: HostMeasures;
};

/** Called by the extension host. ONRAMP_BENCH_ORDER: ids, the measured ones; ONRAMP_BENCH_COVERAGE=1: also `ran`. */
export async function run(): Promise<void> {
  try {
    printMarked(JSON.stringify(await measure()));
  } catch (error) {
    printMarked(JSON.stringify({ failure: error instanceof Error ? error.message : String(error) }));
  }
  await new Promise(() => {});
}

async function measure(): Promise<HostReport> {
  await activate('onramp-floor.bare');
  const settled = await quiet(20_000);
  const coverage = process.env.ONRAMP_BENCH_COVERAGE === '1' ? await startCoverage() : undefined;
  const activation: Record<string, number> = {};
  for (const id of process.env.ONRAMP_BENCH_ORDER?.split(',') ?? []) {
    await sleep(400);
    activation[id] = await activate(id);
  }
  if (coverage) await sleep(1000);
  return { settled, activation, ran: coverage && (await functionsThatRan(coverage)), measures: await hostMeasures() };
}

async function activate(id: string): Promise<number> {
  const extension = vscode.extensions.getExtension(id);
  if (!extension) throw new Error(`${id} is not installed`);
  if (extension.isActive) throw new Error(`${id} was active before it was asked to be`);
  const from = performance.now();
  await extension.activate();
  return performance.now() - from;
}

/** Waits until the machine has been mostly idle for a second; false when it never was within the time given. */
async function quiet(patience: number): Promise<boolean> {
  const end = performance.now() + patience;
  for (let calm = 0; performance.now() < end; ) {
    const before = busyTime();
    await sleep(250);
    const after = busyTime();
    const share = (after.busy - before.busy) / Math.max(1, after.all - before.all);
    calm = share < 0.15 ? calm + 1 : 0;
    if (calm === 4) return true;
  }
  return false;
}

function busyTime(): { busy: number; all: number } {
  const times = cpus().map(({ times }) => times);
  const all = times.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0);
  return { busy: all - times.reduce((sum, { idle }) => sum + idle, 0), all };
}

async function startCoverage(): Promise<Inspector> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  return session;
}

/** The names of the functions that were called, by the extension's file. */
async function functionsThatRan(session: Inspector): Promise<Record<string, string[]>> {
  const { result } = await session.post('Profiler.takePreciseCoverage');
  session.disconnect();
  const { path } = vscode.extensions.getExtension('onramp.onramp')?.extensionUri ?? { path: '' };
  const own = result.filter(({ url }) => url.includes(`${path}/dist/`));
  return Object.fromEntries(
    own.map(({ url, functions }) => [
      url.slice(url.lastIndexOf('/') + 1),
      functions.filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0).map(({ functionName }) => functionName),
    ]),
  );
}
