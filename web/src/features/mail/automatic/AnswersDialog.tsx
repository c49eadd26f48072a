import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Modal, SegmentedControl, Switch, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { keys } from '~/api/keys';
import { automaticWordsQuery, changeMailbox, previewAcknowledgement } from '~/api/settings';
import type { AcknowledgementPreview, Mailbox } from '~/api/settingsTypes';
import { TextStep } from '~/features/macros/TextStep';
import { type Locale, locales } from '~/i18n/locales';
import { Failure } from '~/ui/Failure';
import { FormAlert } from '~/ui/FormAlert';
import form from '~/ui/FormDialog.module.css';
import { Html, plainText } from '~/ui/html';
import { useProblems } from '~/ui/useProblems';
import classes from './automatic.module.css';

interface Text {
  subject: string;
  body_html: string;
}

const nothing: Text = { subject: '', body_html: '' };

/** What a mailbox writes by itself: the acknowledgement in each language, and the mail that asks strangers. */
export default function AnswersDialog({ box, onClose }: { box: Mailbox; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const problems = useProblems();
  const words = useQuery(automaticWordsQuery);
  const [acknowledges, setAcknowledges] = useState(box.acknowledges);
  const [confirms, setConfirms] = useState(box.confirms);
  const [texts, setTexts] = useState<Record<string, Text>>(box.acknowledgements);
  const [language, setLanguage] = useState<Locale>(() => first(box));
  // The editor keeps its own text: a new one is made where another text comes in from outside.
  const [round, setRound] = useState(0);
  const [preview, setPreview] = useState<AcknowledgementPreview | null>(null);
  const [busy, setBusy] = useState(false);
  const text = texts[language] ?? nothing;
  const said = (one: Text | undefined) =>
    !!one && (one.subject.trim() !== '' || plainText(one.body_html) !== '');
  const written = locales.filter((one) => said(texts[one.code]));

  function write(next: Text): void {
    setTexts((now) => ({ ...now, [language]: next }));
    setPreview(null);
  }

  function show(next: Locale): void {
    setLanguage(next);
    setPreview(null);
    setRound((now) => now + 1);
  }

  function suggest(): void {
    const suggested = words.data?.suggestions[language];
    if (!suggested) return;
    write(suggested);
    setRound((now) => now + 1);
  }

  async function act(work: () => Promise<unknown>, target: HTMLFormElement | null): Promise<void> {
    setBusy(true);
    problems.clear();
    try {
      await work();
    } catch (error) {
      problems.take(error, target ?? undefined);
    } finally {
      setBusy(false);
    }
  }

  async function save(): Promise<void> {
    const kept = Object.fromEntries(Object.entries(texts).filter(([, one]) => said(one)));
    const base = {
      acknowledges: box.acknowledges,
      acknowledgements: box.acknowledgements,
      confirms: box.confirms,
    };
    await changeMailbox(box.id, { acknowledges, acknowledgements: kept, confirms }, base);
    await client.invalidateQueries({ queryKey: keys.mailboxes });
    onClose();
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    event.stopPropagation();
    // What is wrong in a language that is not shown would be told nowhere.
    const half = locales.find(({ code }) => {
      const one = texts[code];
      return said(one) && (one?.subject.trim() === '' || plainText(one?.body_html ?? '') === '');
    });
    if (half && half.code !== language) show(half.code);
    void act(save, event.currentTarget);
  }

  const at = (field: string) =>
    problems.at(`/acknowledgements/${language}/${field}`) ?? problems.at(`/texts/${language}/${field}`);
  const asking = words.data?.confirmations[box.language || 'en'];
  return (
    <Modal
      opened
      onClose={onClose}
      title={<Trans>What {box.address} answers by itself</Trans>}
      size={720}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      {words.isLoadingError ? <Failure error={words.error} retry={() => void words.refetch()} /> : null}
      <form onSubmit={submit} className={form.form} noValidate>
        <Switch
          label={t`Acknowledge new tickets`}
          description={t`Only to senders who are proven, once for each mail; never to machines and lists.`}
          checked={acknowledges}
          onChange={(event) => {
            setAcknowledges(event.currentTarget.checked);
            if (event.currentTarget.checked && written.length === 0) suggest();
          }}
          data-autofocus
        />
        <fieldset className={classes.text}>
          <legend>
            <Trans>The acknowledgement</Trans>
          </legend>
          <SegmentedControl
            className={classes.languages}
            aria-label={t`Language of the text`}
            value={language}
            onChange={(value) => show(value as Locale)}
            data={locales.map(({ code, name }) => ({
              value: code,
              label: said(texts[code]) ? `${name} ✓` : name,
            }))}
          />
          <TextInput
            label={t`Subject`}
            value={text.subject}
            onChange={(event) => write({ ...text, subject: event.currentTarget.value })}
            maxLength={200}
            error={at('subject')}
          />
          <TextStep
            key={`${language}:${round}`}
            label={t`Text of the acknowledgement`}
            value={{ visibility: null, body_html: text.body_html }}
            placeholders={words.data?.placeholders ?? []}
            fixed
            readOnly={false}
            problem={at('body_html')}
            onChange={(value) =>
              write({ subject: texts[language]?.subject ?? '', body_html: value.body_html })
            }
          />
          <div className={classes.below}>
            <Button
              variant="default"
              disabled={busy || !said(text)}
              onClick={(event) => {
                const target = event.currentTarget.closest('form');
                void act(
                  async () => setPreview(await previewAcknowledgement(box.id, { language, ...text })),
                  target,
                );
              }}
            >
              <Trans>Preview</Trans>
            </Button>
            {said(text) ? null : (
              <Button variant="subtle" disabled={!words.data} onClick={suggest}>
                <Trans>Begin with a suggestion</Trans>
              </Button>
            )}
            <p className={classes.hint}>
              <Trans>
                The customer's language decides, then the mailbox's. Where there is no text in it, another one
                is sent.
              </Trans>
            </p>
          </div>
          {preview ? (
            <section className={classes.preview} aria-label={t`Preview`} lang={language}>
              <h3 dir="auto">{preview.subject}</h3>
              <div dir="auto">
                <Html source={preview.html} />
              </div>
            </section>
          ) : null}
        </fieldset>
        <Switch
          label={t`Ask strangers to confirm their address`}
          description={t`Who is not proven gets this mail instead, once a day at most, with nothing that the sender wrote. Whoever answers it is proven on that ticket.`}
          checked={confirms}
          onChange={(event) => setConfirms(event.currentTarget.checked)}
        />
        {confirms && asking ? (
          <section className={classes.preview} aria-label={t`What strangers are asked`}>
            <h3 dir="auto">{asking.subject}</h3>
            <div dir="auto">
              <Html source={asking.body_html.replace('…', box.address)} />
            </div>
          </section>
        ) : null}
        <FormAlert>{problems.rest()}</FormAlert>
        <div className={form.actions}>
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={busy}>
            <Trans>Save</Trans>
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** The mailbox's own language, else the first that has a text. */
function first(box: Mailbox): Locale {
  const wanted = [box.language, ...Object.keys(box.acknowledgements), 'en'];
  return locales.find(({ code }) => code === wanted.find((one) => one))?.code ?? 'en';
}
