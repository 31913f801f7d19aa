import { createEmulator } from 'emulate';

/** A GitHub of our own: its address, and somebody who is signed in and has a repository to practise in. */
export type GitHub = { url: string; token: string; owner: string; repo: string; dispose(): Promise<void> };

/**
 * Starts a stateful emulator of GitHub's REST API on a free port of the loopback address. It holds what the tutorials ask of the real one:
 * octocat with its eight public repositories, and a learner with an empty private sandbox.
 */
export async function startGitHub(): Promise<GitHub> {
  const token = 'onramp-learner-token';
  const owner = 'learner';
  const repo = 'octokit-sandbox';
  const emulator = await createEmulator({
    service: 'github',
    port: 0,
    seed: {
      tokens: { [token]: { login: owner, scopes: ['repo'] } },
      github: {
        users: [
          { login: owner, name: 'A learner' },
          { login: 'octocat', name: 'The Octocat' },
        ],
        repos: [{ owner, name: repo, private: true }, ...octocatRepositories.map((name) => ({ owner: 'octocat', name }))],
      },
    },
  });
  return { url: emulator.url, token, owner, repo, dispose: () => emulator.close() };
}

const octocatRepositories = [
  'boysenberry-repo-1',
  'git-consortium',
  'hello-worId',
  'Hello-World',
  'linguist',
  'octocat.github.io',
  'Spoon-Knife',
  'test-repo1',
];
