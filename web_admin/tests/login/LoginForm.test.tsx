import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '../../src/api/problem';
import * as session from '../../src/app/session';
import { LoginForm } from '../../src/login/LoginForm';
import { loadWords, renderPart } from '../support/render';

beforeEach(() => loadWords('zh-CN'));

test('empty fields are named in the language of the page, and the first gets the focus', async () => {
  const signIn = vi.fn(() => Promise.reject(new Error('refused')));
  const shown = { ...({} as session.SessionActions), signIn };
  const spy = vi.spyOn(session, 'useSession').mockReturnValue(shown);
  renderPart(<LoginForm />);
  const form = screen.getByRole<HTMLFormElement>('form');
  expect(form.noValidate).toBe(true);
  fireEvent.change(screen.getByLabelText('用户名'), { target: { value: 'limin' } });
  fireEvent.submit(form);
  expect(screen.getAllByText('请填写此项')).toHaveLength(1);
  const password = screen.getByLabelText('密码');
  await waitFor(() => expect(document.activeElement).toBe(password));
  expect(signIn).not.toHaveBeenCalled();

  // After a refusal the emptied field is not blamed as well.
  fireEvent.change(password, { target: { value: 'wrong' } });
  fireEvent.submit(form);
  await screen.findByRole('alert');
  expect(screen.queryByText('请填写此项')).toBeNull();
  spy.mockRestore();
});

test('each time it is too often the wait is counted down, and over when it is over', async () => {
  vi.useFakeTimers();
  const refusal = () => new Problem(429, { code: 'limit', key: 'error.login_delayed' }, 2);
  const signIn = vi.fn(() => Promise.reject(refusal()));
  const spy = vi.spyOn(session, 'useSession').mockReturnValue({ ...({} as session.SessionActions), signIn });
  renderPart(<LoginForm name="limin" />);
  for (const time of [1, 2]) {
    fireEvent.change(screen.getByLabelText('密码'), { target: { value: 'wrong' } });
    fireEvent.submit(screen.getByRole('form'));
    await act(() => vi.advanceTimersByTimeAsync(100));
    expect(signIn).toHaveBeenCalledTimes(time);
    expect(screen.getByRole('alert').textContent).toContain('2 秒');
    await act(() => vi.advanceTimersByTimeAsync(1000));
    expect(screen.getByRole('alert').textContent).toContain('1 秒');
    await act(() => vi.advanceTimersByTimeAsync(1000));
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.getByRole('button', { name: '登录' })).toHaveProperty('disabled', false);
  }
  spy.mockRestore();
  vi.useRealTimers();
});
