import { useLingui } from '@lingui/react/macro';
import { ActionIcon, Button, Popover, TextInput, Tooltip } from '@mantine/core';
import {
  IconBlockquote,
  IconBold,
  IconCode,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
} from '@tabler/icons-react';
import { type Editor, useEditorState } from '@tiptap/react';
import { type FormEvent, type ReactNode, useState } from 'react';
import classes from './composer.module.css';

const icon = { size: 16, stroke: 1.6 };

interface Tool {
  name: string;
  label: string;
  sign: ReactNode;
  run: () => void;
}

export function Toolbar({ editor, disabled }: { editor: Editor; disabled: boolean }) {
  const { t } = useLingui();
  const active = useEditorState({
    editor,
    selector: ({ editor: core }) =>
      ['bold', 'italic', 'bulletList', 'orderedList', 'blockquote', 'codeBlock', 'link'].filter((name) =>
        core.isActive(name),
      ),
  });
  const chain = () => editor.chain().focus();
  const tools: Tool[] = [
    { name: 'bold', label: t`Bold`, sign: <IconBold {...icon} />, run: () => chain().toggleBold().run() },
    {
      name: 'italic',
      label: t`Italic`,
      sign: <IconItalic {...icon} />,
      run: () => chain().toggleItalic().run(),
    },
    {
      name: 'bulletList',
      label: t`List`,
      sign: <IconList {...icon} />,
      run: () => chain().toggleBulletList().run(),
    },
    {
      name: 'orderedList',
      label: t`Numbered list`,
      sign: <IconListNumbers {...icon} />,
      run: () => chain().toggleOrderedList().run(),
    },
    {
      name: 'blockquote',
      label: t`Quote`,
      sign: <IconBlockquote {...icon} />,
      run: () => chain().toggleBlockquote().run(),
    },
    {
      name: 'codeBlock',
      label: t`Code`,
      sign: <IconCode {...icon} />,
      run: () => chain().toggleCodeBlock().run(),
    },
  ];
  return (
    <div role="toolbar" aria-label={t`Formatting`} className={classes.tools}>
      {tools.map((tool) => (
        <Tooltip key={tool.name} label={tool.label}>
          <ActionIcon
            aria-label={tool.label}
            aria-pressed={active.includes(tool.name)}
            disabled={disabled}
            onMouseDown={(event) => event.preventDefault()}
            onClick={tool.run}
          >
            {tool.sign}
          </ActionIcon>
        </Tooltip>
      ))}
      <LinkTool editor={editor} active={active.includes('link')} disabled={disabled} />
    </div>
  );
}

function LinkTool({ editor, active, disabled }: { editor: Editor; active: boolean; disabled: boolean }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const [href, setHref] = useState('');

  function show(): void {
    setHref(String(editor.getAttributes('link').href ?? ''));
    setOpen(true);
  }

  function apply(event: FormEvent): void {
    event.preventDefault();
    event.stopPropagation();
    const url = href.trim();
    const full = url === '' || /^(https?:|mailto:)/i.test(url) ? url : `https://${url}`;
    const chain = editor.chain().focus().extendMarkRange('link');
    if (full === '') chain.unsetMark('link').run();
    else if (editor.state.selection.empty && !active) {
      chain
        .insertContent({ type: 'text', text: url, marks: [{ type: 'link', attrs: { href: full } }] })
        .run();
    } else chain.setMark('link', { href: full }).run();
    setOpen(false);
  }

  return (
    <Popover opened={open} onChange={setOpen} position="top" trapFocus withRoles width={280}>
      <Popover.Target>
        <Tooltip label={t`Link`}>
          <ActionIcon aria-label={t`Link`} aria-pressed={active} disabled={disabled} onClick={show}>
            <IconLink {...icon} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t`Link`}>
        <form onSubmit={apply} className={classes.link}>
          <TextInput
            size="xs"
            aria-label={t`Web address`}
            placeholder="https://"
            value={href}
            onChange={(event) => setHref(event.currentTarget.value)}
            data-autofocus
          />
          <Button type="submit">{t({ message: 'Set', context: 'link' })}</Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
