// Calls about everything but tickets: session, set-up, people, channels, audit, status.
import { call } from './client';
import type {
  AuditRecord,
  AuditState,
  Channel,
  CheckResult,
  Config,
  Language,
  LedgerItem,
  Page,
  PluginInfo,
  Role,
  Session,
  SetupState,
  Status,
  ThemeChoice,
  User,
} from './types';

export interface SetupForm {
  token: string;
  name: string;
  display_name: string;
  password: string;
  also_answers: boolean;
  language: Language;
  company: string;
  time_zone: string;
}

export interface NewUser {
  name: string;
  display_name: string;
  roles: Role[];
  password: string;
  language: Language;
}

export type UserPatch = Partial<Pick<User, 'display_name' | 'roles' | 'disabled' | 'language'>> & {
  password?: string;
};

export interface MePatch {
  display_name?: string;
  language?: Language;
  theme?: ThemeChoice;
  password?: string;
  current_password?: string;
}

export interface AuditFilter {
  action?: string;
  actor?: string;
  object_id?: string;
}

export const sessionApi = {
  get: () => call<Session>('GET', '/session'),
  open: (name: string, password: string) => call<Session>('POST', '/session', { body: { name, password } }),
  close: () => call<void>('DELETE', '/session'),
  setupState: () => call<SetupState>('GET', '/setup'),
  setup: (form: SetupForm) => call<{ user: User }>('POST', '/setup', { body: form }),
  patchMe: (patch: MePatch) => call<User>('PATCH', '/me', { body: patch }),
};

export const userApi = {
  list: () => call<{ items: User[] }>('GET', '/users'),
  add: (user: NewUser) => call<User>('POST', '/users', { body: user }),
  patch: (id: string, version: number, patch: UserPatch) =>
    call<User>('PATCH', `/users/${id}`, { version, body: patch }),
};

export const channelApi = {
  plugins: () => call<{ items: PluginInfo[] }>('GET', '/plugins'),
  approvePlugin: (id: string, library_sha256: string) =>
    call<PluginInfo>('POST', `/plugins/${encodeURIComponent(id)}/approval`, { body: { library_sha256 } }),
  list: () => call<{ items: Channel[] }>('GET', '/channels'),
  get: (id: string) => call<Channel>('GET', `/channels/${id}`),
  add: (plugin: string, name: string, config: Config) =>
    call<Channel>('POST', '/channels', { body: { plugin, name, config } }),
  patch: (id: string, version: number, patch: { name?: string; config?: Config; enabled?: boolean }) =>
    call<Channel>('PATCH', `/channels/${id}`, { version, body: patch }),
  remove: (id: string, version: number) => call<void>('DELETE', `/channels/${id}`, { version }),
  check: (plugin: string, config: Config, channelId?: string) =>
    call<CheckResult>('POST', '/channels/check', { body: { plugin, config, channel_id: channelId } }),
  poll: (id: string) => call<void>('POST', `/channels/${id}/poll`, { body: {} }),
  ledger: (id: string, fate: string, after: string | null) =>
    call<Page<LedgerItem>>('GET', `/channels/${id}/ledger`, { query: { fate, after, limit: 50 } }),
};

export const auditApi = {
  list: (filter: AuditFilter, after: string | null) =>
    call<Page<AuditRecord>>('GET', '/audit', { query: { ...filter, after, limit: 50 } }),
  state: () => call<AuditState>('GET', '/audit/state'),
};

export const statusApi = { get: () => call<Status>('GET', '/status') };
