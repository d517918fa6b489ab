// What somebody else changed in a person's account while the form was open.
import type { Language, Role, User } from '../api/types';

export type UserChange =
  | { field: 'display_name'; value: string }
  | { field: 'roles'; value: Role[] }
  | { field: 'language'; value: Language }
  | { field: 'disabled'; value: boolean };

export function userChanges(seen: User, now: User): UserChange[] {
  const changes: UserChange[] = [];
  if (seen.display_name !== now.display_name)
    changes.push({ field: 'display_name', value: now.display_name });
  if ([...seen.roles].sort().join() !== [...now.roles].sort().join())
    changes.push({ field: 'roles', value: now.roles });
  if (seen.language !== now.language) changes.push({ field: 'language', value: now.language });
  if (seen.disabled !== now.disabled) changes.push({ field: 'disabled', value: now.disabled });
  return changes;
}
