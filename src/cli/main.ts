#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { version } from '../protocol/version.ts';
import { scaffoldCommand } from './scaffold.ts';
import { serveCommand } from './serve.ts';
import { testCommand } from './test.ts';

/** Exit codes: 0 fine, 1 findings or a failure, 2 wrong usage. */
const program = new Command('onramp')
  .description('In-editor tutorials: scaffold, test, pack and publish them, and serve what they report.')
  .version(version, '-v, --version')
  .showHelpAfterError('Type "onramp --help" for what there is.')
  .addCommand(testCommand())
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
