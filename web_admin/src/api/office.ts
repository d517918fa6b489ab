// Calls about everything but tickets: session, set-up, people, channels, audit, status.
import { call } from './client';
import type { Config, MePatch, NewUser, SetupForm, UserPatch } from './types';

export type { MePatch, NewUser, SetupForm, UserPatch } from './types';

export interface AuditFilter {
  action?: string;
  actor?: string;
  object_id?: string;
  /** Moments: from the first on, before the second. */
  since?: string;
  until?: string;
}

export const sessionApi = {
  get: () => call<'getSession'>('GET', '/session'),
  open: (name: string, password: string) => call<'signIn'>('POST', '/session', { body: { name, password } }),
  close: () => call<'signOut'>('DELETE', '/session'),
  setupState: () => call<'getSetup'>('GET', '/setup'),
  setup: (form: SetupForm) => call<'setUp'>('POST', '/setup', { body: form }),
  patchMe: (patch: MePatch) => call<'changeMe'>('PATCH', '/me', { body: patch }),
};

export const userApi = {
  list: () => call<'listUsers'>('GET', '/users'),
  add: (user: NewUser) => call<'addUser'>('POST', '/users', { body: user }),
  patch: (id: string, version: number, patch: UserPatch) =>
    call<'changeUser'>('PATCH', `/users/${id}`, { version, body: patch }),
};

export const channelApi = {
  plugins: () => call<'listPlugins'>('GET', '/plugins'),
  approvePlugin: (id: string, library_sha256: string) =>
    call<'approvePlugin'>('POST', `/plugins/${encodeURIComponent(id)}/approval`, {
      body: { library_sha256 },
    }),
  list: () => call<'listChannels'>('GET', '/channels'),
  get: (id: string) => call<'getChannel'>('GET', `/channels/${id}`),
  add: (plugin: string, name: string, config: Config) =>
    call<'addChannel'>('POST', '/channels', { body: { plugin, name, config } }),
  patch: (id: string, version: number, patch: { name?: string; config?: Config; enabled?: boolean }) =>
    call<'changeChannel'>('PATCH', `/channels/${id}`, { version, body: patch }),
  remove: (id: string, version: number) => call<'removeChannel'>('DELETE', `/channels/${id}`, { version }),
  check: (plugin: string, config: Config, channelId?: string) =>
    call<'checkChannel'>('POST', '/channels/check', { body: { plugin, config, channel_id: channelId } }),
  poll: (id: string) => call<'pollChannel'>('POST', `/channels/${id}/poll`, { body: {} }),
  ledger: (id: string, fate: string, after: string | null) =>
    call<'listLedger'>('GET', `/channels/${id}/ledger`, { query: { fate, after, limit: 50 } }),
};

export const auditApi = {
  list: (filter: AuditFilter, after: string | null) =>
    call<'listAudit'>('GET', '/audit', { query: { ...filter, after, limit: 50 } }),
  state: () => call<'getAuditState'>('GET', '/audit/state'),
};

export const statusApi = { get: () => call<'getStatus'>('GET', '/status') };
