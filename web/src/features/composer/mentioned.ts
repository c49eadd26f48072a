import type { Catalogue, Ticket } from '~/api/types';
import { seesTicket } from '~/features/ticket/seesTicket';
import { plainText } from '~/ui/html';

interface Wrong {
  name: string;
  customer: boolean;
}

/**
 * Whom a note names that would never read it: a customer of the ticket, as a chip or typed after an @, or a colleague who does
 * not see it. The server refuses them as well; here the author learns of it before anything is sent.
 */
export function wrongMention(html: string, ticket: Ticket, catalogue: Catalogue | undefined): Wrong | null {
  const body = new DOMParser().parseFromString(html, 'text/html').body;
  const customers = [ticket.requester, ...ticket.cc].filter(
    (one) => !catalogue?.agents.some((agent) => agent.id === one.id),
  );
  for (const chip of body.querySelectorAll('[data-mention]')) {
    const id = chip.getAttribute('data-mention') ?? '';
    const customer = customers.find((one) => one.id === id);
    if (customer) return { name: customer.name || customer.email, customer: true };
    const agent = catalogue?.agents.find((one) => one.id === id);
    if (agent && !seesTicket(agent, ticket)) return { name: agent.name, customer: false };
    chip.remove();
  }
  const typed = plainText(body.innerHTML).toLocaleLowerCase();
  for (const { name, email } of customers) {
    const known = [name, email].filter(Boolean).map((word) => `@${word.toLocaleLowerCase()}`);
    if (known.some((word) => typed.includes(word))) return { name: name || email, customer: true };
  }
  return null;
}
