#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { version } from '../protocol/version.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import { lintCommand } from './lint.ts';
import { newCommand } from './new.ts';
import { packCommand } from './pack.ts';
import { previewCommand } from './preview.ts';
import { publishCommand } from './publish.ts';
import { scaffoldCommand } from './scaffold.ts';
import { serveCommand } from './serve.ts';
import { testCommand } from './test.ts';

/** Exit codes: 0 fine, 1 findings or a failure, 2 wrong usage. */
const program = new Command('onramp')
  .description('Tutorials that are followed in the editor: write, test and publish them, and see where people get stuck.')
  .version(version, '-v, --version')
  .showHelpAfterError('Type "onramp --help" for what there is.')
  .addCommand(newCommand())
  .addCommand(lintCommand())
  .addCommand(previewCommand())
  .addCommand(testCommand())
  .addCommand(packCommand())
  .addCommand(publishCommand())
  .addCommand(importCommand())
  .addCommand(exportCommand())
  .addCommand(scaffoldCommand())
  .addCommand(serveCommand())
  .exitOverride();
for (const command of program.commands) command.copyInheritedSettings(program);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    console.error(`onramp: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
