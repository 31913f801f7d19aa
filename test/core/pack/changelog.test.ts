import assert from 'node:assert/strict';
import { changesBetween } from '../../../src/core/pack/changelog.ts';

const changelog = `# Changelog

## Unreleased
Soon.

## [1.2.0] - 2026-03-01
- Newer

### Notes
More.

## v1.1.0
- New

\`\`\`md
## 0.0.1
\`\`\`

## 1.0.0
- First

## Older
Nothing.
`;

describe('changesBetween', () => {
  it('gives the sections after one version up to another, newest first as they stand', () => {
    assert.equal(changesBetween(changelog, '1.0.0', '1.1.0'), '## v1.1.0\n- New\n\n```md\n## 0.0.1\n```');
    assert.equal(changesBetween(changelog, '1.1.0', '1.2.0'), '## [1.2.0] - 2026-03-01\n- Newer\n\n### Notes\nMore.');
    assert.equal(changesBetween(changelog, '0.9.0', '1.0.0'), '## 1.0.0\n- First');
  });

  it('gives nothing where no section says anything', () => {
    assert.equal(changesBetween(changelog, '1.2.0', '2.0.0'), undefined);
    assert.equal(changesBetween('', '1.0.0', '2.0.0'), undefined);
    assert.equal(changesBetween('# 1.1.0 was great fun to write', '2.0.0', '3.0.0'), undefined);
  });
});
