import assert from 'node:assert/strict';
import { fittingLocale } from '../../../src/core/pack/translation.ts';

describe('fittingLocale', () => {
  it('is the reader’s language, or the nearest to it', () => {
    const rows: [locales: string[], language: string, fitting: string | undefined][] = [
      [['de', 'fr'], 'fr', 'fr'],
      [['pt', 'pt-BR'], 'pt-br', 'pt-BR'],
      [['pt'], 'pt-br', 'pt'],
      [['zh-Hant'], 'zh-hant-tw', 'zh-Hant'],
      [['de-AT'], 'de', 'de-AT'],
      [['zh-TW'], 'zh-cn', undefined],
      [['den'], 'de', undefined],
      [['de'], 'en', undefined],
      [['de'], '', undefined],
      [[], 'de', undefined],
    ];
    for (const [locales, language, fitting] of rows) assert.equal(fittingLocale(locales, language), fitting, `${language} of ${locales}`);
  });
});
