import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Channel, Priority, Role, TicketType } from '~/api/types';

/** Words for the fixed lists of the API. */
export const priorityNames: Record<Priority, MessageDescriptor> = {
  none: msg({ message: 'No priority', context: 'priority' }),
  low: msg({ message: 'Low', context: 'priority' }),
  medium: msg({ message: 'Medium', context: 'priority' }),
  high: msg({ message: 'High', context: 'priority' }),
  urgent: msg({ message: 'Urgent', context: 'priority' }),
};

export const typeNames: Record<TicketType, MessageDescriptor> = {
  question: msg({ message: 'Question', context: 'ticket type' }),
  incident: msg({ message: 'Incident', context: 'ticket type' }),
  problem: msg({ message: 'Problem', context: 'ticket type' }),
  task: msg({ message: 'Task', context: 'ticket type' }),
};

export const channelNames: Record<Channel, MessageDescriptor> = {
  email: msg({ message: 'Email', context: 'channel' }),
  api: msg({ message: 'API', context: 'channel' }),
  agent: msg({ message: 'Created by an agent', context: 'channel' }),
  phone: msg({ message: 'Phone', context: 'channel' }),
};

export const roleNames: Record<Role, MessageDescriptor> = {
  admin: msg({ message: 'Admin', context: 'role' }),
  manager: msg({ message: 'Manager', context: 'role' }),
  supervisor: msg({ message: 'Supervisor', context: 'role' }),
  agent: msg({ message: 'Agent', context: 'role' }),
  light_agent: msg({ message: 'Light agent', context: 'role' }),
};
