import type { DiagnosticsCheck, ExtensionCheck, SettingCheck, SymbolCheck } from '../../protocol/check.ts';
import { type Message, message } from '../message.ts';
import type { Cancel, Editor } from '../ports.ts';
import { same } from './jsonPath.ts';
import { type CheckResult, failed, passed, unavailable } from './result.ts';

export type EditorCheck = DiagnosticsCheck | SymbolCheck | ExtensionCheck | SettingCheck;

/** What the editor itself must know or hold. */
export function expectEditor(check: EditorCheck): Message {
  if ('diagnostics' in check) return message('expected.noErrors', check.diagnostics);
  if ('symbol' in check) return message('expected.symbol', check.in, check.symbol);
  if ('extension' in check) return message('expected.extension', check.extension);
  return check.equals === undefined
    ? message('expected.setting', check.setting)
    : message('expected.settingEquals', check.setting, JSON.stringify(check.equals));
}

/** Asks the editor. Without one (on the command line) it cannot be tried and says so. */
export async function tryEditor(check: EditorCheck, editor: Editor | undefined, signal: Cancel): Promise<CheckResult> {
  const expected = expectEditor(check);
  if (editor === undefined) return unavailable(expected, message('found.noEditor'));
  if ('diagnostics' in check) {
    const errors = await editor.errors(check.diagnostics, signal);
    if (errors === undefined) return failed(expected, message('found.absent'));
    const [first] = errors;
    return first === undefined ? passed(expected) : failed(expected, message('found.errors', errors.length, first));
  }
  if ('symbol' in check) {
    const symbols = await editor.symbols(check.in, signal);
    if (symbols === undefined) return failed(expected, message('found.absent'));
    const found = symbols.length === 0 ? message('found.noSymbols') : message('found.symbols', symbols.slice(0, 8).join(', '));
    return symbols.includes(check.symbol) ? passed(expected) : failed(expected, found);
  }
  if ('extension' in check)
    return (await editor.hasExtension(check.extension)) ? passed(expected) : failed(expected, message('found.notInstalled'));
  const value = await editor.setting(check.setting);
  if (value === undefined) return failed(expected, message('found.notSet'));
  return check.equals === undefined || same(value, check.equals)
    ? passed(expected)
    : failed(expected, message('found.value', JSON.stringify(value)));
}
