import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
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
