// The words of the web admin, from its own catalogues: words('zh-CN')('setup.name') → what stands on the page.
import { readFileSync } from 'node:fs';
import { typescript } from './packages.mjs';

const catalogues = new URL('../../../web_admin/src/i18n/', import.meta.url);
const folders = { 'zh-CN': 'zh', en: 'en' };

async function read(folder, part) {
  const source = readFileSync(new URL(`${folder}/${part}.ts`, catalogues), 'utf8');
  const { outputText } = typescript.transpileModule(source, { compilerOptions: { module: 'esnext' } });
  const module = await import(`data:text/javascript;base64,${Buffer.from(outputText).toString('base64')}`);
  return module[part];
}

const known = {};
for (const [language, folder] of Object.entries(folders)) {
  const parts = ['common', 'work', 'office', 'problems'].map((part) => read(folder, part));
  known[language] = Object.assign({}, ...(await Promise.all(parts)));
}

/** (key, values) → the sentence in this language; an unknown key is an error of the test. */
export const words =
  (language) =>
  (key, values = {}) => {
    const text = known[language][key];
    if (text === undefined) throw new Error(`no words for ${key} in ${language}`);
    return text.replace(/\{\{(\w+)\}\}/g, (_, name) => values[name]);
  };
