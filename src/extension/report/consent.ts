import * as vscode from 'vscode';
import { settings } from '../ids.ts';

/** Where reports go; undefined while no address is set. */
export type Backend = { url: string; key: string };

/** What the person said about reporting progress to a backend. VS Code's own telemetry setting always wins over it. */
export type Consent = {
  backend(): Backend | undefined;
  /** `off`: VS Code's telemetry is off, or there is no backend; nothing is asked, written or sent. */
  state(): 'yes' | 'no' | 'unasked' | 'off';
  answer(answer: 'yes' | 'no'): Promise<void>;
  onDidChange: vscode.Event<void>;
  dispose(): void;
};

const answersKey = 'consent';

/** Consent is kept per address, so that a yes to one is no yes to another. */
export function openConsent(memento: vscode.Memento): Consent {
  const changed = new vscode.EventEmitter<void>();
  const fire = () => changed.fire();
  const listening = [
    vscode.env.onDidChangeTelemetryEnabled(fire),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(settings.section) || event.affectsConfiguration('telemetry')) fire();
    }),
  ];
  const answers = () => memento.get<Record<string, 'yes' | 'no'>>(answersKey, {});
  return {
    backend: readBackend,
    state: () => {
      const backend = readBackend();
      if (backend === undefined || !vscode.env.isTelemetryEnabled) return 'off';
      return answers()[backend.url] ?? 'unasked';
    },
    answer: async (answer) => {
      const backend = readBackend();
      if (backend === undefined) return;
      await memento.update(answersKey, { ...answers(), [backend.url]: answer });
      fire();
    },
    onDidChange: changed.event,
    dispose: () => {
      for (const listener of listening) listener.dispose();
      changed.dispose();
    },
  };
}

/** The backend that the settings name. */
export function readBackend(): Backend | undefined {
  const configuration = vscode.workspace.getConfiguration(settings.section);
  const text = (name: string) => {
    const written = configuration.get<unknown>(name);
    return typeof written === 'string' ? written.trim() : '';
  };
  const url = text(settings.backendUrl).replace(/\/+$/, '');
  if (!/^https?:\/\//i.test(url)) return undefined;
  return { url, key: text(settings.backendKey) };
}
