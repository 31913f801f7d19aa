// The tutorial's check for “Create an issue”. It only reads: is the issue you opened there?
import { octokit } from '../src/client.js';

const title = 'Hello from Octokit';

try {
  const { data: me } = await octokit.rest.users.getAuthenticated();
  const sandbox = { owner: me.login, repo: process.env.SANDBOX_REPO };
  const { data: issues } = await octokit.rest.issues.listForRepo({ ...sandbox, creator: me.login, state: 'all' });
  const issue = issues.find((candidate) => candidate.title === title);

  if (issue) {
    console.log(`Found #${issue.number}: ${issue.title}`);
  } else {
    console.log(`No issue of yours in ${sandbox.owner}/${sandbox.repo} is titled "${title}" yet.`);
    process.exitCode = 1;
  }
} catch (error) {
  console.log(error.status ? `${error.status}: ${error.message}` : error);
  process.exitCode = 1;
}
