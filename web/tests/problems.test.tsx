import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { expect, test } from 'vitest';
import { ApiError } from '~/api/client';
import { FormAlert } from '~/ui/FormAlert';
import { useProblems } from '~/ui/useProblems';

const wrapper = ({ children }: { children: ReactNode }) => (
  <I18nProvider i18n={i18n}>{children}</I18nProvider>
);
const refusal = (...pointers: string[]) => {
  const errors = pointers.map((pointer) => ({ pointer, code: 'bad', detail: `Bad ${pointer}.` }));
  return new ApiError({ status: 422, code: 'invalid', detail: 'Some of it breaks a rule.', errors });
};

function Form({ error }: { error: unknown }) {
  const problems = useProblems();
  const name = problems.at('/name');
  const domains = problems.at('/domains');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        problems.take(error, event.currentTarget);
      }}
    >
      <input aria-label="Name" aria-invalid={name ? true : undefined} />
      <small>{name}</small>
      <input aria-label="Domains" aria-invalid={domains ? true : undefined} />
      <small>{domains}</small>
      <FormAlert>{problems.rest()}</FormAlert>
      <button type="submit">Save</button>
    </form>
  );
}

async function submitted(error: unknown) {
  render(<Form error={error} />, { wrapper });
  await userEvent.click(screen.getByRole('button'));
}

test('a sentence stands at its field, once, and the caret goes there', async () => {
  await submitted(refusal('/domains/1'));
  expect(screen.getAllByText('Bad /domains/1.')).toHaveLength(1);
  expect(screen.queryByRole('alert')).toBeNull();
  expect(document.activeElement).toBe(screen.getByLabelText('Domains'));
});

test('what no field shows stands in the alert', async () => {
  await submitted(refusal('/name', '/base/name', '/names'));
  expect(screen.getByText('Bad /name.').tagName).toBe('SMALL');
  expect(screen.getByRole('alert').textContent).toBe('Bad /base/name. Bad /names.');
});

test('a refusal without fields is told as a whole', async () => {
  await submitted(refusal());
  expect(screen.getByRole('alert').textContent).toBe('Some of it breaks a rule.');
});
