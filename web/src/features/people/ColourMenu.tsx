import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { ActionIcon, Menu } from '@mantine/core';
import type { Status } from '~/api/types';
import { StatusMark, type Tone, toneOf, tones } from '~/ui/StatusMark';
import classes from './departments.module.css';

const names: Record<Tone, MessageDescriptor> = {
  grey: msg({ message: 'Grey', context: 'colour of a status' }),
  blue: msg({ message: 'Blue', context: 'colour of a status' }),
  teal: msg({ message: 'Teal', context: 'colour of a status' }),
  green: msg({ message: 'Green', context: 'colour of a status' }),
  amber: msg({ message: 'Amber', context: 'colour of a status' }),
  orange: msg({ message: 'Orange', context: 'colour of a status' }),
  red: msg({ message: 'Red', context: 'colour of a status' }),
  purple: msg({ message: 'Purple', context: 'colour of a status' }),
};

/** The shape says the group, which stays; the colour is chosen. Colours are told by name as well. */
export function ColourMenu({ status, onChoose }: { status: Status; onChoose: (colour: Tone) => void }) {
  const { t, i18n } = useLingui();
  const { name, group } = status;
  const tone = toneOf(group, status.colour);
  const colour = i18n._(names[tone]);
  return (
    <Menu position="bottom-start" width={180}>
      <Menu.Target>
        <ActionIcon variant="default" size={34} aria-label={t`Colour of ${name}: ${colour}`}>
          <StatusMark group={group} colour={tone} size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={tone} onChange={(value) => onChoose(toneOf(group, value))}>
          {tones.map((one) => (
            <Menu.RadioItem key={one} value={one} closeMenuOnClick>
              <span className={classes.option}>
                <StatusMark group={group} colour={one} />
                {i18n._(names[one])}
              </span>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
