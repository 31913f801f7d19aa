import { openColourist } from '../../src/extension/colour/colourCode.ts';

describe('the colours of code in a browser', () => {
  it('are there as well, from the grammars and the theme that VS Code has there', async () => {
    const colourist = openColourist();
    await colourist.followTheme();
    const text = '// A comment\nexport const answer = "said";\n';
    const colours = await colourist.colours({ text, names: ['ts'], difference: false }, new AbortController().signal);
    const comment = colours?.lines[0]?.[0];
    const looks = new Set(colours?.styles.map(({ colour }) => colour));
    if (comment?.[0] !== '// A comment'.length || looks.size < 3) throw new Error(`no colours: ${JSON.stringify(colours)}`);
  });
});
