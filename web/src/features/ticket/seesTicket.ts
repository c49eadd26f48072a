import type { Agent, Ticket } from '~/api/types';

/** Whether a colleague sees a ticket, as far as this screen knows; the server decides. */
export function seesTicket(agent: Agent, ticket: Pick<Ticket, 'department'>): boolean {
  const wholeHouse = agent.role === 'admin' || agent.role === 'manager';
  return agent.active && (wholeHouse || agent.department_ids.includes(ticket.department.id));
}
