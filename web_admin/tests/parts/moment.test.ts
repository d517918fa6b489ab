import { expect, test } from 'vitest';
import { makeMoment } from '../../src/parts/moment';

test.each(['en', 'zh-CN'])('sizes are short in %s', (language) => {
  const { bytes } = makeMoment(language, '');
  expect([14, 1536, 26_214_400].map(bytes)).toEqual(['14\u00a0B', '1.5\u00a0KB', '25\u00a0MB']);
});
