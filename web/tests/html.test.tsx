import { render } from '@testing-library/react';
import { expect, test } from 'vitest';
import { Html, Linked } from '~/ui/html';

const shown = (source: string) => render(<Html source={source} />).container.innerHTML;

test.each([
  ['<p>a<script>alert(1)</script></p>', '<p>a</p>'],
  ['<p onclick="x()">a</p>', '<p>a</p>'],
  ['<a href="javascript:alert(1)">a</a>', '<a>a</a>'],
  ['<img src="https://evil.example/x.png">', ''],
  ['<img src="//evil.example/x.png">', ''],
  ['<iframe src="/x"></iframe>b', 'b'],
  ['<form><input name="a">c</form>', 'c'],
  ['<p style="position:fixed" id="main">d</p>', '<p>d</p>'],
])('%s becomes %s', (source, expected) => {
  expect(shown(source)).toBe(expected);
});

test('links open elsewhere and tell nobody where from', () => {
  const { container } = render(<Html source='<a href="https://example.com/">x</a>' />);
  expect(container.querySelector('a')?.getAttribute('rel')).toContain('noreferrer');
});

test('addresses in plain text become links without their punctuation', () => {
  const { container } = render(<Linked text="See https://example.com/a?b=1, or <b>not</b>." />);
  expect(container.querySelector('a')?.getAttribute('href')).toBe('https://example.com/a?b=1');
  expect(container.textContent).toBe('See https://example.com/a?b=1, or <b>not</b>.');
});
