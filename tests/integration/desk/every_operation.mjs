// Every operation of the interface once with success, and the refusals that people meet, as tests.
//
// house: origin, token (of the set-up), plugin, config (of a channel), arrive({from, subject, text, html}) → a mail by a
// customer, failMessage(id) → the message counts as failed from then on, metricsToken(), loseAnchor() → the daemon starts
// anew without the anchor of its audit trail.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { contract, Session } from './rest.mjs';
import { until } from './waiting.mjs';

/// The daemon's own table, as the tests of the web admin know it.
const tableFile = path.resolve(import.meta.dirname, '../../../web_admin/tests/support/use_cases.json');

const owner = {
  name: 'owner',
  display_name: '店主',
  password: 'correct horse battery 7',
};
const agent = {
  name: 'lin',
  display_name: '小林',
  roles: ['agent'],
  password: 'quiet river stone 42',
};
const chief = {
  name: 'chen',
  display_name: '陈主管',
  roles: ['supervisor'],
  password: 'tall paper lamp 615',
};

/// The answer was this refusal: status, key, and the fields that are named, each with its key.
function assertRefused(answer, status, key, fields = {}) {
  const { body } = answer;
  const named = Object.fromEntries((body.errors ?? []).map((one) => [one.field, one.key]));
  assert.deepEqual(
    [answer.status, body.status, body.key, named],
    [status, status, key, fields],
    JSON.stringify(body),
  );
}

/// Every member is missing that must be there.
const missing = (...names) => Object.fromEntries(names.map((name) => [name, 'error.field_required']));

/// A write on `object`, with the version it has when the operation asks for one.
function change(session, method, path, object, body, headers = {}) {
  const { operation } = contract.find(method, `/api/v1${path}`);
  const seen = operation.headers.includes('If-Match') ? { 'If-Match': `"${object.version}"` } : {};
  return session.request(method, `/api/v1${path}`, {
    body,
    headers: { ...seen, ...headers },
  });
}

const ask = (session, method, path, body, headers) =>
  session.request(method, `/api/v1${path}`, { body, headers });

export function everyOperation(house) {
  const sessions = {};
  const enter = async (person) => {
    const session = new Session(house.origin);
    await session.signIn(person);
    return session;
  };

  test('the machine itself: health, readiness, figures', async () => {
    const guest = new Session(house.origin);
    for (const path of ['/healthz', '/readyz'])
      assert.equal((await guest.request('GET', path)).status, 200, path);
    assertRefused(await guest.request('GET', '/metrics'), 401, 'error.signed_out');
    const headers = { Authorization: `Bearer ${house.metricsToken()}` };
    assert.equal((await guest.request('GET', '/metrics', { headers })).status, 200);
    assertRefused(await ask(guest, 'GET', '/nothing/here'), 404, '');
    assertRefused(await ask(guest, 'GET', '/tickets'), 401, 'error.signed_out');
    assertRefused(await ask(guest, 'PATCH', '/tickets'), 405, '');
    guest.close();
  });

  test('set-up refuses in words, works once, and then is gone', async () => {
    const guest = new Session(house.origin);
    assert.deepEqual(await guest.get('/setup'), {
      needed: true,
      token_required: true,
    });
    const { name, display_name, password } = owner;
    const form = {
      token: house.token,
      name,
      display_name,
      password,
      also_answers: false,
      company: '示例小店',
    };
    const setUp = (changes) => ask(guest, 'POST', '/setup', { ...form, ...changes });
    assertRefused(
      await ask(guest, 'POST', '/setup', {}),
      400,
      'error.form',
      missing('token', 'name', 'display_name', 'password'),
    );
    assertRefused(await setUp({ token: 'wrong' }), 403, 'error.setup_token', {
      token: 'error.setup_token',
    });
    assertRefused(await setUp({ name: '店 主' }), 400, 'error.user_name', {
      name: 'error.user_name',
    });
    assertRefused(await setUp({ password: 'short' }), 400, 'error.password_short', {
      password: 'error.password_short',
    });
    assertRefused(await setUp({ time_zone: 'Mars/Base' }), 400, 'error.time_zone', {
      time_zone: 'error.time_zone',
    });
    assertRefused(await setUp({ colour: 'red' }), 400, 'error.field_unknown', {
      colour: 'error.field_unknown',
    });
    const check = (changes) => ask(guest, 'POST', '/setup/check', changes);
    const told = (answer) => answer.body.faults.map(({ field, key }) => `${field} ${key}`);
    const bad = await check({
      name: '店 主',
      display_name: '',
      password: 'password1234',
      time_zone: 'Mars/Base',
    });
    assert.deepEqual(told(bad), [
      'name error.user_name',
      'display_name error.display_name',
      'password error.password_common',
      'time_zone error.time_zone',
    ]);
    assert.deepEqual(told(await check({ name, display_name, password })), []);
    assert.deepEqual(told(await check({ name: 'longername', display_name, password: 'Longername-24' })), [
      'password error.password_context',
    ]);
    const made = await setUp({});
    assert.equal(made.status, 201, JSON.stringify(made.body));
    assert.deepEqual(made.body.user.roles, ['admin']);
    assertRefused(await setUp({}), 404, '');
    assertRefused(await check({}), 404, '');
    assert.equal((await guest.get('/setup')).needed, false);
    guest.close();
  });

  test('signing in, who is signed in, and the token for writes', async () => {
    const guest = new Session(house.origin);
    assertRefused(await ask(guest, 'GET', '/session'), 401, 'error.signed_out');
    assertRefused(
      await ask(guest, 'POST', '/session', {
        name: 'owner',
        password: 'wrong',
      }),
      401,
      'error.login_failed',
    );
    guest.close();
    sessions.admin = await enter(owner);
    const { user, rights } = await sessions.admin.get('/session');
    assert.equal(user.name, owner.name);
    assert.deepEqual([rights.run_users, rights.see_tickets], ['all', 'none']);
    assert.deepEqual(await sessions.admin.get('/openapi.json'), contract.description);
    const { csrf } = sessions.admin;
    sessions.admin.csrf = '';
    assertRefused(await ask(sessions.admin, 'PATCH', '/me', { theme: 'dark' }), 403, 'error.csrf');
    sessions.admin.csrf = csrf;
    const foreign = {
      body: { theme: 'dark' },
      headers: { 'Sec-Fetch-Site': 'cross-site' },
    };
    assertRefused(await sessions.admin.request('PATCH', '/api/v1/me', foreign), 403, 'error.origin');
  });

  test('people: adding, changing, refusals by field', async () => {
    const { admin } = sessions;
    const add = (changes) => ask(admin, 'POST', '/users', { ...agent, language: 'zh-CN', ...changes });
    assertRefused(await add({ password: 'short' }), 400, 'error.password_short', {
      password: 'error.password_short',
    });
    assertRefused(await add({ language: 'fr' }), 400, 'error.language', {
      language: 'error.language',
    });
    assertRefused(await add({ roles: [] }), 400, 'error.roles', {
      roles: 'error.roles',
    });
    assertRefused(await add({ roles: ['king'] }), 400, 'error.roles', {
      roles: 'error.roles',
    });
    assertRefused(
      await ask(admin, 'POST', '/users', {}),
      400,
      'error.form',
      missing('name', 'display_name', 'roles', 'password'),
    );
    assert.equal((await add({})).status, 201);
    assertRefused(await add({}), 409, 'error.name_taken', {
      name: 'error.name_taken',
    });
    assert.equal((await add(chief)).status, 201);
    const { items } = await admin.get('/users');
    const [me, lin] = [owner, agent].map((person) => items.find((one) => one.name === person.name));
    assert.equal(
      (
        await change(admin, 'PATCH', `/users/${lin.id}`, lin, {
          language: 'en',
        })
      ).body.language,
      'en',
    );
    assertRefused(
      await change(admin, 'PATCH', `/users/${me.id}`, me, { disabled: true }),
      409,
      'error.last_admin',
    );
    assertRefused(await change(admin, 'PATCH', '/users/999999', lin, { language: 'en' }), 404, '');
    sessions.agent = await enter(agent);
    sessions.chief = await enter(chief);
    assertRefused(await ask(sessions.agent, 'GET', '/users'), 403, 'error.forbidden');
    const { items: roles } = await admin.get('/roles');
    const table = JSON.parse(readFileSync(tableFile, 'utf8'));
    for (const { role, rights } of roles) {
      const { rights: own } = await (role === 'supervisor' ? sessions.chief : sessions[role]).get('/session');
      assert.deepEqual(rights, own, role);
      for (const row of table) assert.equal(rights[row.right], row.roles[role], `${role}: ${row.name}`);
    }
    assertRefused(await ask(sessions.agent, 'GET', '/roles'), 403, 'error.forbidden');
    assert.equal((await admin.get('/agents')).items.length, 2);
  });

  test('oneself: theme, language, and a password only with the old one', async () => {
    const session = sessions.chief;
    const { user } = await session.get('/session');
    const own = (body) => change(session, 'PATCH', '/me', user, body);
    const wrong = {
      password: 'seven silver swans 8',
      current_password: 'not it',
    };
    assertRefused(await own(wrong), 400, 'error.current_password', {
      current_password: 'error.current_password',
    });
    assertRefused(await own({ theme: 'pink' }), 400, 'error.theme', {
      theme: 'error.theme',
    });
    assertRefused(await own({ display_name: '名'.repeat(65) }), 400, 'error.display_name', {
      display_name: 'error.display_name',
    });
    assertRefused(await own({ theme: 7 }), 400, 'error.field_type', {
      theme: 'error.field_type',
    });
    assert.equal((await own({ theme: 'dark' })).body.theme, 'dark');
  });

  test('channels: plugins, adding, checking, changing by version, removing', async () => {
    const { admin } = sessions;
    const { items } = await admin.get('/plugins');
    const plugin = items.find((one) => one.id === house.plugin);
    assert.ok(plugin);
    const approval = `/plugins/${encodeURIComponent(plugin.id)}/approval`;
    assertRefused(await ask(admin, 'POST', approval, { library_sha256: 'aa' }), 409, 'error.plugin_hash');
    const approved = await ask(admin, 'POST', approval, {
      library_sha256: plugin.library_sha256,
    });
    assert.equal(approved.body.approval.state, 'approved');
    const form = {
      plugin: house.plugin,
      name: '演示邮箱',
      config: house.config,
    };
    assertRefused(await ask(admin, 'POST', '/channels', { ...form, name: ' ' }), 400, 'error.channel_name', {
      name: 'error.channel_name',
    });
    assertRefused(
      await ask(admin, 'POST', '/channels', {}),
      400,
      'error.form',
      missing('plugin', 'name', 'config'),
    );
    const made = await ask(admin, 'POST', '/channels', form);
    assert.equal(made.status, 201, JSON.stringify(made.body));
    house.channel = made.body.id;
    const path = `/channels/${house.channel}`;
    const outcome = await admin.post('/channels/check', {
      plugin: house.plugin,
      config: house.config,
    });
    assert.equal(outcome.ok, true, JSON.stringify(outcome.steps));
    await until('the channel is well', async () => (await admin.get(path)).state === 'ok');
    const now = await admin.get(path);
    assertRefused(await ask(admin, 'PATCH', path, { name: '新名' }), 428, 'error.version_needed');
    const old = { version: now.version + 7 };
    const late = await change(admin, 'PATCH', path, old, { name: '新名' });
    assertRefused(late, 412, 'error.version');
    assert.equal(late.body.current_version, now.version);
    assert.equal((await change(admin, 'PATCH', path, now, { name: '新名' })).body.name, '新名');
    await until('it is well again', async () => (await admin.get(path)).state === 'ok');
    // Just after the change its plugin host may still be starting.
    await until('it looks now', async () => (await ask(admin, 'POST', `${path}/poll`, {})).status === 202);
    assert.deepEqual((await ask(admin, 'POST', `${path}/read-again`, {})).body, {
      asked: 0,
      worked: 0,
      left: 0,
    });
    assertRefused(await ask(admin, 'POST', `${path}/read-again`, { item: '1' }), 404, 'error.not_unreadable');
    assertRefused(await ask(sessions.agent, 'POST', `${path}/read-again`, {}), 403, 'error.forbidden');
    assertRefused(await ask(admin, 'GET', `${path}/ledger?fate=odd`), 400, 'error.field_type', {
      fate: 'error.field_type',
    });
    assert.ok(Array.isArray((await admin.get(`${path}/ledger?fate=ticket`)).items));
    assertRefused(await ask(sessions.agent, 'GET', '/channels'), 403, 'error.forbidden');
    assertRefused(await ask(sessions.chief, 'POST', '/channels', form), 403, 'error.forbidden');
    assertRefused(await ask(admin, 'GET', '/channels/999999'), 404, '');
    assertRefused(
      await ask(admin, 'POST', '/channels', {
        ...form,
        plugin: 'no.such.plugin',
      }),
      404,
      '',
    );
    const second = (await ask(admin, 'POST', '/channels', { ...form, name: '另一个' })).body;
    assert.equal((await change(admin, 'DELETE', `/channels/${second.id}`, second)).status, 204);
    assert.equal((await admin.get('/channels')).items.length, 1);
  });

  test('tickets: lists, one ticket, taking it, giving it, refusals', async () => {
    house.stream = sessions.agent.events();
    await house.arrive({
      subject: '每个操作 every-mark',
      text: '您好，请帮忙。',
      html: '<p>您好，<b>请帮忙</b>。</p>',
    });
    const found = () => sessions.agent.get('/tickets?view=all&q=every-mark');
    const row = await until('the mail is a ticket', async () => (await found()).items[0]);
    house.ticket = row.id;
    const path = `/tickets/${row.id}`;
    const ticket = () => sessions.agent.get(path);
    assert.equal((await sessions.agent.get(`/tickets/${row.number}`)).id, row.id);
    assert.ok((await sessions.agent.get('/tickets/counters')).all >= 1);
    assertRefused(await ask(sessions.agent, 'GET', '/tickets?view=odd'), 400, 'error.field_type', {
      view: 'error.field_type',
    });
    assertRefused(await ask(sessions.agent, 'GET', '/tickets/999999'), 404, 'error.ticket_not_found');
    assert.deepEqual((await sessions.agent.get(`${path}/others`)).items, []);
    assertRefused(await ask(sessions.agent, 'GET', '/tickets/999999/others'), 404, 'error.ticket_not_found');
    assertRefused(await ask(sessions.admin, 'GET', '/tickets'), 403, 'error.forbidden');
    assert.equal((await ask(sessions.agent, 'POST', `${path}/read`, {})).status, 204);
    assertRefused(await ask(sessions.agent, 'POST', `${path}/claim`, {}), 428, 'error.version_needed');
    assertRefused(
      await change(sessions.agent, 'POST', `${path}/resolve`, { version: 77 }, {}),
      412,
      'error.version',
    );
    const taken = await change(sessions.agent, 'POST', `${path}/claim`, await ticket(), {});
    assert.equal(taken.body.owner?.display_name, agent.display_name, JSON.stringify(taken.body));
    assert.ok(!taken.body.can.includes('ticket.claim'));
    assertRefused(
      await change(sessions.chief, 'POST', `${path}/claim`, await ticket(), {}),
      409,
      'error.claim_taken',
    );
    const { items } = await sessions.agent.get('/agents');
    const other = items.find((one) => one.display_name === chief.display_name);
    const give = async (session, owner_id) =>
      change(session, 'POST', `${path}/assign`, await ticket(), { owner_id });
    assertRefused(await give(sessions.agent, other.id), 403, 'error.forbidden');
    assertRefused(await give(sessions.chief, '999999'), 400, 'error.not_assignable', {
      owner_id: 'error.not_assignable',
    });
    assert.equal((await give(sessions.chief, other.id)).body.owner.id, other.id);
    assert.equal((await give(sessions.chief, null)).body.owner, null);
    await change(sessions.agent, 'POST', `${path}/claim`, await ticket(), {});
  });

  test('classifying needs a reason, and a supervisor', async () => {
    const path = `/tickets/${house.ticket}`;
    const classify = async (session, body) =>
      change(session, 'PATCH', path, await sessions.agent.get(path), body);
    assertRefused(
      await classify(sessions.chief, { priority: 'P1' }),
      400,
      'error.field_required',
      missing('reason'),
    );
    assertRefused(
      await classify(sessions.chief, { priority: 'P9', reason: '加急' }),
      400,
      'error.field_type',
      { priority: 'error.field_type' },
    );
    const done = await classify(sessions.chief, {
      priority: 'P1',
      phase: 'after_sale',
      topic: '退款',
      reason: '加急',
    });
    assert.deepEqual([done.body.priority, done.body.phase, done.body.topic], ['P1', 'after_sale', '退款']);
    assert.equal((await classify(sessions.chief, { phase: null, reason: '不明' })).body.phase, null);
  });

  test('messages: notes, files, replies that go once, sending again', async () => {
    const { agent: session } = sessions;
    const path = `/tickets/${house.ticket}`;
    const note = (body, key) =>
      ask(session, 'POST', `${path}/notes`, body, key && { 'Idempotency-Key': key });
    const noted = await note({ text: '内部备注' }, 'every-operation-note');
    assert.deepEqual([noted.status, noted.body.kind], [201, 'note']);
    assert.equal((await note({ text: '内部备注' }, 'every-operation-note')).body.id, noted.body.id);
    assertRefused(await note({ text: '另一条' }, 'every-operation-note'), 409, 'error.request_key');
    assertRefused(await note({ text: '内部备注' }), 400, 'error.request_key');
    assertRefused(await note({ text: ' ' }, 'every-operation-n0'), 400, 'error.text_empty', {
      text: 'error.text_empty',
    });
    assertRefused(await note({}, 'every-operation-n0'), 400, 'error.field_required', missing('text'));
    const [first] = await session.all(`${path}/messages`);
    assert.equal(first.has_html, true);
    assert.equal((await ask(session, 'GET', `/messages/${first.id}/body`)).status, 200);
    const file = await session.upload('说明.txt', 'text/plain', Buffer.from('hello'));
    assert.equal((await ask(session, 'GET', `/attachments/${file.id}`)).bytes.toString(), 'hello');
    const reply = async (body, key, seen) =>
      change(
        session,
        'POST',
        `${path}/replies`,
        seen ?? (await session.get(path)),
        body,
        key && { 'Idempotency-Key': key },
      );
    const body = { text: '您好，已办理。', attachments: [file.id] };
    assertRefused(await reply(body), 400, 'error.request_key');
    assertRefused(
      await reply({ text: '' }, 'every-operation-0'),
      400,
      'error.field_required',
      missing('text'),
    );
    assertRefused(await reply(body, 'every-operation-1', { version: 77 }), 412, 'error.version');
    const sent = await reply(body, 'every-operation-1');
    assert.equal(sent.status, 201, JSON.stringify(sent.body));
    assert.equal((await reply(body, 'every-operation-1')).body.id, sent.body.id);
    assertRefused(await reply({ text: '别的' }, 'every-operation-1'), 409, 'error.request_key');
    const shown = async () => (await session.all(`${path}/messages`)).find((one) => one.id === sent.body.id);
    await until('it is sent', async () => ['sent', 'delivered'].includes((await shown()).delivery.state));
    assertRefused(await ask(session, 'POST', `/messages/${sent.body.id}/retry`, {}), 409, 'error.not_failed');
    const forward = async (content, key) =>
      change(session, 'POST', `${path}/forwards`, await session.get(path), content, {
        'Idempotency-Key': key,
      });
    assertRefused(
      await forward({ text: '请看' }, 'every-operation-f0'),
      400,
      'error.field_required',
      missing('to'),
    );
    assertRefused(
      await forward({ text: '请看', to: ['maker'] }, 'every-operation-f1'),
      400,
      'error.recipient_unknown',
    );
    const passedOn = await forward({ text: '请看', to: ['maker@supplier.test'] }, 'every-operation-f2');
    assert.deepEqual([passedOn.status, passedOn.body.aside], [201, true]);
    const failed = await house.failMessage();
    assert.equal((await ask(session, 'POST', `/messages/${failed}/retry`, {})).status, 200);
    // Nothing is in doubt here: what is settled already is left alone and counted.
    assert.deepEqual(await session.get('/messages/in-doubt'), {
      items: [],
      next: null,
    });
    const settled = await ask(session, 'POST', '/messages/settle', {
      messages: [sent.body.id],
      arrived: true,
    });
    assert.deepEqual([settled.status, settled.body], [200, { settled: 0, left: 1 }]);
    assertRefused(
      await ask(session, 'POST', '/messages/settle', { arrived: true }),
      400,
      'error.field_required',
      missing('messages'),
    );
  });

  test('resolving and reopening', async () => {
    const { agent: session } = sessions;
    const path = `/tickets/${house.ticket}`;
    const act = async (name) => change(session, 'POST', `${path}/${name}`, await session.get(path), {});
    const resolved = (await act('resolve')).body;
    const offered = (ticket) => ['ticket.resolve', 'ticket.reopen'].filter((one) => ticket.can.includes(one));
    assert.deepEqual(offered(resolved), ['ticket.reopen'], resolved.state);
    assertRefused(await act('resolve'), 409, 'error.ticket_state');
    const reopened = (await act('reopen')).body;
    assert.deepEqual([reopened.state, reopened.round], ['open', 2]);
    assert.deepEqual(offered(reopened), ['ticket.resolve']);
  });

  test('spam leaves the lists, is owed nothing, and comes back with what it is owed', async () => {
    const { agent: session } = sessions;
    const path = `/tickets/${house.ticket}`;
    const act = async (name) => change(session, 'POST', `${path}/${name}`, await session.get(path), {});
    const listed = async () =>
      (await session.all('/tickets?view=open')).some((one) => one.id === house.ticket);
    const running = (ticket) => ticket.clocks.filter((one) => one.state === 'running').length;
    assertRefused(await act('not-spam'), 409, 'error.ticket_state');
    const owed = running(await session.get(path));
    assert.ok(owed > 0);
    const spam = (await act('spam')).body;
    assert.deepEqual([spam.state, running(spam), spam.can.includes('ticket.not-spam')], ['spam', 0, true]);
    assert.equal(await listed(), false);
    assertRefused(await act('spam'), 409, 'error.ticket_state');
    const back = (await act('not-spam')).body;
    assert.deepEqual([back.state, running(back), back.can.includes('ticket.spam')], ['open', owed, true]);
    assert.equal(await listed(), true);
  });

  test('a ticket becomes part of another, and its number leads there', async () => {
    const { agent: session } = sessions;
    await house.arrive({ subject: '又来一封 merge-mark', text: '还是同一件事', html: '<p>还是同一件事</p>' });
    const found = async () => (await session.get('/tickets?view=all&q=merge-mark')).items[0];
    const row = await until('the mail is a ticket', found);
    const target = await session.get(`/tickets/${house.ticket}`);
    const source = await session.get(`/tickets/${row.id}`);
    const path = `/tickets/${source.id}/merge`;
    const merge = (body) => change(session, 'POST', path, source, body);
    assertRefused(await merge({}), 400, 'error.field_required', missing('into'));
    assertRefused(await merge({ into: source.id, into_version: source.version }), 409, 'error.merge_itself');
    const into = { into: target.number, into_version: target.version };
    assertRefused(await merge({ ...into, into_version: 9999 }), 409, 'error.merge_into_changed');
    const done = await merge(into);
    assert.deepEqual(
      [done.status, done.body.state, done.body.merged_into],
      [200, 'merged', { id: target.id, number: target.number }],
      JSON.stringify(done.body),
    );
    const words = (await session.all(`/tickets/${target.id}/messages`)).map(({ text }) => text);
    assert.ok(words.includes('还是同一件事'));
    assert.equal((await session.get(`/tickets?view=all&q=${source.number}`)).items[0].id, target.id);
    const again = await change(session, 'POST', path, done.body, into);
    assertRefused(again, 409, 'error.ticket_state');
  });

  test('the trail, the state of the machine, live events, and signing out', async () => {
    const { chief: session } = sessions;
    assert.ok((await session.get('/audit?limit=3')).items.length === 3);
    const [record] = (await session.get('/audit?action=ticket.classify')).items;
    assert.deepEqual([record.reason, record.actor.roles], ['不明', ['supervisor']]);
    assert.ok(record.policy && record.run);
    assertRefused(await ask(sessions.agent, 'GET', '/audit'), 403, 'error.forbidden');
    assert.ok((await session.get('/audit/state')).size > 3);
    assert.equal(typeof (await session.get('/status')).uptime_s, 'number');
    assert.ok((await session.get('/checks?language=zh-CN')).items.length > 30);
    assert.deepEqual((await session.get('/audit/state')).alarms, []);
    assert.deepEqual((await session.get('/damage')).items, []);
    assertRefused(await ask(sessions.agent, 'GET', '/damage'), 403, 'error.forbidden');
    await until('a live event', () => /event: ticket/.test(house.stream.text));
    assert.equal(house.stream.mistake, null);
    house.stream.close();
    assert.equal((await ask(session, 'DELETE', '/session')).status, 204);
    assertRefused(await ask(session, 'GET', '/session'), 401, 'error.signed_out');
    for (const one of Object.values(sessions)) one.close();
  });

  test('a trail that lost its anchor is an alarm until an administrator accepts it', async () => {
    const boss = await enter(owner);
    const reason = 'the disk was replaced';
    assertRefused(await ask(boss, 'POST', '/audit/accept', { reason }), 409, 'error.no_alarm');
    await house.loseAnchor();
    const { intact, alarms, anchor } = await boss.get('/audit/state');
    assert.deepEqual([intact, alarms.map((one) => one.object), anchor], [false, ['audit_record'], null]);
    const { items } = await boss.get('/checks');
    assert.equal(items.find((one) => one.name === 'records_changed').findings.length, 1);
    assertRefused(
      await ask(boss, 'POST', '/audit/accept', {}),
      400,
      'error.field_required',
      missing('reason'),
    );
    assert.equal((await ask(boss, 'POST', '/audit/accept', { reason })).status, 204);
    const after = await boss.get('/audit/state');
    assert.deepEqual([after.intact, after.alarms], [true, []]);
    const [record] = (await boss.get('/audit?action=audit.accept')).items;
    assert.equal(record.reason, reason);
    boss.close();
  });

  test('every described operation was seen to succeed', () => assert.deepEqual(contract.unseen(), []));
}
