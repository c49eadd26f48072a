/** How much of a token is shown: its end, since those of one day begin alike. */
const seen = 4;

/** "support+akt6jqk77v@example.com" as the mailbox that it is of, and short enough to read. */
export function untokened(address: string): { plain: string; short: string } {
  const at = address.lastIndexOf('@');
  const plus = address.indexOf('+');
  if (at < 0 || plus < 0 || plus > at) return { plain: address, short: address };
  const [local, token, domain] = [address.slice(0, plus), address.slice(plus + 1, at), address.slice(at)];
  const short = token.length > seen + 1 ? `…${token.slice(-seen)}` : token;
  return { plain: `${local}${domain}`, short: `${local}+${short}${domain}` };
}
