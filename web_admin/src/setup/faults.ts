// What of the set-up form would be refused, all at once: what is missing is known here, all rules are the server's.
import { call } from '../api/client';
import type { SetupForm } from '../api/types';

export type Field = 'token' | 'name' | 'display_name' | 'password' | 'company' | 'time_zone';
/** The key of the sentence that says what is wrong. */
export type Faults = Partial<Record<Field, string>>;

const required: readonly Field[] = ['token', 'name', 'display_name', 'password', 'company'];

/** Of what is typed so far; fields that are empty are not mentioned. */
export async function faultsOfTyped(form: SetupForm): Promise<Faults> {
  const { name, display_name, password, language, company, time_zone } = form;
  const answer = await call('setup.check', { name, display_name, password, language, company, time_zone });
  const typed = answer.faults.filter(({ field }) => form[field as Field]?.trim() !== '');
  return Object.fromEntries(typed.map(({ field, key }) => [field, key]));
}

export function missingIn(form: SetupForm): Faults {
  const missing = required.filter((field) => form[field].trim() === '');
  return Object.fromEntries(missing.map((field) => [field, 'form.required']));
}
