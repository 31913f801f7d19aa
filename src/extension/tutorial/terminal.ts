import * as vscode from 'vscode';

/** The terminals in which a tutorial's commands run, for the person to see: one a folder, and another only while a command still runs in it. */
export type TutorialTerminal = {
  /** Runs a command and gives its exit code, null where the terminal cannot tell; `closed` where the terminal went. Aborting is Ctrl+C. */
  run(command: string, cwd: vscode.Uri, signal: AbortSignal): Promise<number | null | 'closed'>;
  dispose(): void;
};

/** The exit code of a command's end; null where it is not known. */
export function exitOf(ended: number | null | 'closed'): number | null {
  return ended === 'closed' ? null : ended;
}

/** A shell may take this long to start on a busy machine; one that does not report is waited for only once. */
const integrationPatience = 10_000;
/** A command that takes no notice of Ctrl+C is waited for no longer than this. */
const interruptPatience = 5000;

export function tutorialTerminal(): TutorialTerminal {
  const known = new Map<vscode.Terminal, { cwd: string; runs: boolean }>();
  const silent = new WeakSet<vscode.Terminal>();
  let listening: vscode.Disposable[] = [];
  const note = (terminal: vscode.Terminal, runs: boolean) => {
    const one = known.get(terminal);
    if (one !== undefined) one.runs = runs;
  };
  const listen = () => {
    if (listening.length > 0) return;
    listening = [
      vscode.window.onDidCloseTerminal((closed) => known.delete(closed)),
      vscode.window.onDidStartTerminalShellExecution(({ terminal }) => note(terminal, true)),
      vscode.window.onDidEndTerminalShellExecution(({ terminal }) => note(terminal, false)),
    ];
  };
  const idle = (cwd: vscode.Uri): vscode.Terminal => {
    for (const [terminal, { cwd: startedIn, runs }] of known) {
      if (!runs && startedIn === cwd.toString() && terminal.exitStatus === undefined) return terminal;
    }
    const terminal = vscode.window.createTerminal({ name: 'Onramp', cwd, iconPath: new vscode.ThemeIcon('mortar-board') });
    known.set(terminal, { cwd: cwd.toString(), runs: false });
    return terminal;
  };
  return {
    run: async (command, cwd, signal) => {
      listen();
      const terminal = idle(cwd);
      note(terminal, true);
      let stillRuns = false;
      try {
        terminal.show(true);
        const integration = silent.has(terminal) ? terminal.shellIntegration : await shellIntegration(terminal);
        if (integration === undefined) silent.add(terminal);
        if (signal.aborted) return null;
        if (integration !== undefined) {
          const ended = await runThrough(terminal, integration, command, signal);
          stillRuns = ended === 'stillRuns';
          return ended === 'stillRuns' ? null : ended;
        }
        terminal.sendText(command);
        return null;
      } finally {
        // What takes no notice of Ctrl+C still runs.
        if (!stillRuns) note(terminal, false);
      }
    },
    dispose: () => {
      for (const listener of listening) listener.dispose();
    },
  };
}

/** A shell that starts up takes a moment to report; some never do. */
function shellIntegration(terminal: vscode.Terminal): Promise<vscode.TerminalShellIntegration | undefined> {
  if (terminal.shellIntegration !== undefined) return Promise.resolve(terminal.shellIntegration);
  return new Promise((resolve) => {
    const finish = (integration: vscode.TerminalShellIntegration | undefined) => {
      clearTimeout(timer);
      for (const listener of listening) listener.dispose();
      resolve(integration);
    };
    const timer = setTimeout(() => finish(undefined), integrationPatience);
    const listening = [
      vscode.window.onDidChangeTerminalShellIntegration((event) => {
        if (event.terminal === terminal) finish(event.shellIntegration);
      }),
      vscode.window.onDidCloseTerminal((closed) => {
        if (closed === terminal) finish(undefined);
      }),
    ];
  });
}

/** Between two lines of a command nothing runs for no longer than this, in milliseconds; after the last one nothing does. */
const betweenLines = 700;
/** A shell that begins nothing within this time, in milliseconds, has been sent comments only. */
const beginning = 5000;

type Ended = number | null | 'stillRuns' | 'closed';
type Heard = {
  onStart(execution: vscode.TerminalShellExecution): void;
  onEnd(execution: vscode.TerminalShellExecution, exit: number | undefined): void;
};

/** A command of one line is one execution. */
function runThrough(
  terminal: vscode.Terminal,
  integration: vscode.TerminalShellIntegration,
  command: string,
  signal: AbortSignal,
): Promise<Ended> {
  return untilEnded(terminal, signal, (finish) => {
    if (command.includes('\n')) return sendLines(terminal, command, finish);
    const execution = integration.executeCommand(command);
    return {
      onEnd: (ended, exit) => {
        if (ended === execution) finish(exit ?? null);
      },
      // A shell tells of the end of some commands not at all, but the next one can only begin after it.
      onStart: (started) => {
        if (started !== execution) finish(null);
      },
    };
  });
}

/**
 * Several lines are as many executions as the shell makes of them, which comments, empty lines and continued ones leave to it alone: they have
 * ended when after one no other begins. VS Code, given all of them as one command, waits for ever for lines that are never told.
 */
function sendLines(terminal: vscode.Terminal, command: string, finish: (ended: Ended) => void): Heard & { dispose(): void } {
  let last: number | null = null;
  let resting: ReturnType<typeof setTimeout> | undefined;
  const rest = (time: number) => {
    clearTimeout(resting);
    resting = setTimeout(() => finish(last), time);
  };
  terminal.sendText(command);
  rest(beginning);
  return {
    onStart: () => clearTimeout(resting),
    onEnd: (_, exit) => {
      last = exit ?? last;
      rest(betweenLines);
    },
    dispose: () => clearTimeout(resting),
  };
}

function untilEnded(
  terminal: vscode.Terminal,
  signal: AbortSignal,
  begin: (finish: (ended: Ended) => void) => Heard & { dispose?(): void },
): Promise<Ended> {
  return new Promise((resolve) => {
    let givingUp: ReturnType<typeof setTimeout> | undefined;
    const finish = (ended: Ended) => {
      clearTimeout(givingUp);
      heard.dispose?.();
      for (const listener of listening) listener.dispose();
      signal.removeEventListener('abort', interrupt);
      resolve(ended);
    };
    const interrupt = () => {
      terminal.sendText('\u0003', false);
      givingUp = setTimeout(() => finish('stillRuns'), interruptPatience);
    };
    const listening = [
      vscode.window.onDidEndTerminalShellExecution((event) => {
        if (event.terminal === terminal) heard.onEnd(event.execution, event.exitCode);
      }),
      vscode.window.onDidStartTerminalShellExecution((event) => {
        if (event.terminal === terminal) heard.onStart(event.execution);
      }),
      vscode.window.onDidCloseTerminal((closed) => {
        if (closed === terminal) finish('closed');
      }),
    ];
    signal.addEventListener('abort', interrupt);
    const heard = begin(finish);
  });
}
