import type { HttpCheck } from '../../protocol/check.ts';
import { type Message, message } from '../message.ts';
import type { Cancel, Http } from '../ports.ts';
import { timeoutMilliseconds } from '../tutorial/duration.ts';
import { jsonMismatch } from './jsonPath.ts';
import { type CheckResult, failed, passed } from './result.ts';
import { unified } from './unified.ts';

const kept = 64 * 1024;

/** What a loopback address must answer. */
export function expectHttp(check: HttpCheck): Message {
  if (check.contains !== undefined) return message('expected.httpContains', check.http, check.contains);
  if (check.json !== undefined) return demandJson(check, check.json);
  return message('expected.httpStatus', check.http, check.status ?? 200);
}

/** Whether a check may ask an address: only this machine's own. */
export function isLoopback(url: string): boolean {
  return /^https?:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?([/?#]|$)/i.test(url);
}

/** Asks a loopback address with GET and holds the answer against what is demanded. */
export async function tryHttp(check: HttpCheck, http: Http, signal: Cancel): Promise<CheckResult> {
  const answer = await http.get(check.http, { timeout: timeoutMilliseconds(check.timeout ?? 10), signal });
  const status = check.status ?? 200;
  const body = answer.body.slice(0, kept);
  if (answer.status !== status)
    return failed(message('expected.httpStatus', check.http, status), message('found.status', answer.status), body);
  if (check.contains !== undefined && !unified(answer.body).includes(unified(check.contains))) {
    return failed(message('expected.httpContains', check.http, check.contains), message('found.otherAnswer'), body);
  }
  if (check.json !== undefined) {
    const wrong = mismatchIn(answer.body, check.json, check.equals);
    if (wrong !== undefined) return failed(demandJson(check, check.json), wrong, body);
  }
  return passed(expectHttp(check), message('found.status', answer.status));
}

function demandJson(check: HttpCheck, path: string): Message {
  return check.equals === undefined
    ? message('expected.json', check.http, path)
    : message('expected.jsonEquals', check.http, path, JSON.stringify(check.equals));
}

function mismatchIn(body: string, path: string, equals: unknown): Message | undefined {
  try {
    return jsonMismatch(JSON.parse(body), path, equals);
  } catch (error) {
    return message('found.notJson', error instanceof Error ? error.message : String(error));
  }
}
