// The catalogues config/texts: every use case has its texts in both languages, and no text is about nothing.
import { expect, test } from 'vitest';
import chinese from '../../../config/texts/zh-CN.json';
import english from '../../../config/texts/en.json';
import { operations } from '../../src/api/operations';
import description from '../support/interface.json';
import useCases from '../support/use_cases.json';

interface Text {
  title: string;
  help?: string;
  done?: string;
  fields?: Record<string, string>;
}
interface Schema {
  $ref?: string;
  properties?: object;
}

const languages: Record<string, { use_cases: Record<string, Text>; fields: Record<string, string> }> = {
  en: english,
  'zh-CN': chinese,
};
const names = Object.keys(operations);

// What only looks, or leaves nothing behind, is not recorded. Opening an attachment is.
const looks = useCases.filter((row) => row.method === 'GET' && row.name !== 'attachment.open');
const unrecorded = [...looks.map((row) => row.name), 'ticket.read', 'channel.poll-now'];
const recorded = useCases.map((row) => row.name).filter((name) => !unrecorded.includes(name));

/** The fields of each operation, by the description: its parameters and the members of its body. */
function fieldsOf(name: string): string[] {
  const paths = Object.values(description.paths) as Record<
    string,
    {
      operationId: string;
      parameters?: { name?: string }[];
      requestBody?: { content: Record<string, { schema: Schema }> };
    }
  >[];
  const operation = paths.flatMap((one) => Object.values(one)).find((one) => one.operationId === name);
  const body = operation?.requestBody?.content['application/json']?.schema;
  const schemas = description.components.schemas as Record<string, Schema>;
  const schema = body?.$ref ? schemas[body.$ref.split('/').at(-1)!] : body;
  return [
    ...(operation?.parameters ?? []).flatMap((one) => one.name ?? []),
    ...Object.keys(schema?.properties ?? {}),
  ];
}

test.each(Object.keys(languages))('titles and words for the record (%s)', (language) => {
  const texts = languages[language]!.use_cases;
  expect(names.filter((name) => !texts[name]?.title)).toEqual([]);
  expect(Object.keys(texts).filter((name) => !names.includes(name))).toEqual([]);
  expect(
    Object.keys(texts)
      .filter((name) => texts[name]?.done)
      .sort(),
  ).toEqual([...recorded].sort());
});

test.each(Object.keys(languages))('fields that are explained exist (%s)', (language) => {
  const { use_cases: texts, fields } = languages[language]!;
  const unknown = Object.entries(texts).flatMap(([name, text]) =>
    Object.keys(text.fields ?? {})
      .filter((field) => !fieldsOf(name).includes(field))
      .map((field) => `${name}: ${field}`),
  );
  expect(unknown).toEqual([]);
  const everywhere = new Set(names.flatMap(fieldsOf));
  expect(Object.keys(fields).filter((field) => !everywhere.has(field))).toEqual([]);
});

test('both languages say the same things', () => {
  const outline = (catalogue: object): unknown =>
    Object.entries(catalogue)
      .map(([name, value]) => [name, typeof value === 'string' ? null : outline(value as object)])
      .sort();
  expect(outline(chinese)).toEqual(outline(english));
});

test('Chinese is Chinese and English is English', () => {
  const han = /[\u4e00-\u9fff]/;
  const texts = (catalogue: object): string[] =>
    Object.values(catalogue).flatMap((value) =>
      typeof value === 'string' ? [value] : texts(value as object),
    );
  expect(texts(english).filter((text) => han.test(text))).toEqual([]);
  const values = /^[a-z_、 ]+或 [a-z_]+$/; // a list of values of the interface
  expect(texts(chinese).filter((text) => !han.test(text) && !values.test(text))).toEqual([]);
});
