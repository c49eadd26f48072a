import { useLingui } from '@lingui/react/macro';
import { Menu, SegmentedControl } from '@mantine/core';
import { EditorContent, useEditor } from '@tiptap/react';
import { useId } from 'react';
import { nonce } from '~/boot';
import { Toolbar } from '~/features/composer/Toolbar';
import { Weblink } from '~/features/composer/Weblink';
import { writing } from '~/features/composer/writing';
import classes from './macros.module.css';

export interface TextValue {
  visibility: 'public' | 'internal' | null;
  body_html: string;
}

interface Props {
  label: string;
  value: TextValue;
  placeholders: { name: string; label: string }[];
  /** Where it goes is settled. */
  fixed?: boolean;
  readOnly: boolean;
  problem: string | undefined;
  onChange: (value: TextValue) => void;
}

/** The text of a macro, with a menu of the names that stand for something. */
export function TextStep({ label, value, placeholders, fixed, readOnly, problem, onChange }: Props) {
  const { t } = useLingui();
  const problemId = useId();
  const editor = useEditor({
    extensions: [...writing, Weblink],
    content: value.body_html,
    editable: !readOnly,
    injectNonce: nonce(),
    shouldRerenderOnTransaction: false,
    editorProps: {
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': label,
        'aria-describedby': problemId,
        dir: 'auto',
      },
    },
    onUpdate: ({ editor: core }) => onChange({ ...value, body_html: core.isEmpty ? '' : core.getHTML() }),
  });
  return (
    <div>
      {fixed ? null : (
        <SegmentedControl
          aria-label={t`Where the text goes`}
          readOnly={readOnly}
          value={value.visibility ?? 'any'}
          onChange={(chosen) =>
            onChange({ ...value, visibility: chosen === 'any' ? null : (chosen as 'public' | 'internal') })
          }
          data={[
            { value: 'public', label: t`Public reply` },
            { value: 'internal', label: t`Internal note` },
            { value: 'any', label: t`Either` },
          ]}
          mb={8}
        />
      )}
      <div className={classes.text}>
        <EditorContent editor={editor} />
        {readOnly ? null : (
          <div className={classes.tools}>
            <Toolbar editor={editor} disabled={false} />
            <Menu position="top-start" width={300}>
              <Menu.Target>
                <button type="button" className="undo-link">
                  {t`Insert a placeholder`}
                </button>
              </Menu.Target>
              <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
                {placeholders.map(({ name, label: word }) => (
                  <Menu.Item
                    key={name}
                    onClick={() => editor.chain().focus().insertContent(`{{ ${name} }}`).run()}
                  >
                    {word}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          </div>
        )}
      </div>
      {problem ? (
        <p id={problemId} className={classes.bad} role="alert">
          {problem}
        </p>
      ) : null}
    </div>
  );
}
