// What of the set-up form the server would refuse, found before it is asked: it names one fault at a time, people want them
// all at once. The limits are those of daemon/desk/account and daemon/desk/limits.h.
import type { SetupForm } from '../api/types';
import { shortestPassword } from './strength';

export type Field = 'token' | 'name' | 'display_name' | 'password' | 'company';

/** The key of the sentence that says what is wrong, and its values. */
export interface Fault {
  key: string;
  count?: number;
}

const fields: readonly Field[] = ['token', 'name', 'display_name', 'password', 'company'];
const signInName = /^[a-z0-9][a-z0-9._@-]{1,63}$/i;
const length = (text: string) => Array.from(text).length;

function faultOf(field: Field, form: SetupForm): Fault | undefined {
  const text = form[field].trim();
  if (text === '') return { key: 'form.required' };
  switch (field) {
    case 'name':
      return signInName.test(text) ? undefined : { key: 'error.user_name' };
    case 'display_name':
      return length(form.display_name) > 64 ? { key: 'error.display_name' } : undefined;
    case 'company':
      return length(form.company) > 200 ? { key: 'error.company' } : undefined;
    case 'password':
      return length(form.password) < shortestPassword
        ? { key: 'form.too_short', count: shortestPassword }
        : undefined;
    case 'token':
      return undefined;
  }
}

export function setupFaults(form: SetupForm): Partial<Record<Field, Fault>> {
  return Object.fromEntries(
    fields.map((field) => [field, faultOf(field, form)] as const).filter(([, fault]) => fault !== undefined),
  );
}
