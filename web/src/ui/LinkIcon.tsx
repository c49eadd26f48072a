import { ActionIcon, type ActionIconProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

type Props = ActionIconProps &
  Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'color' | 'style'> & { ref?: Ref<HTMLAnchorElement> };

const Anchor = (props: Props) => <ActionIcon component="a" {...props} />;

/** A sign that leads somewhere: an ActionIcon with a typed address. */
export const LinkIcon = createLink(Anchor);
