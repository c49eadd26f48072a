import type { Blocker, Draft, DraftContent } from '~/api/types';

/**
 * The life of one draft, without clocks, network or screen. Keeping and sending are told apart, since a text goes on
 * being written and saved while its sending waits for a decision.
 */
export type Phase =
  | 'empty'
  | 'typing'
  | 'saving'
  | 'saved'
  /** Kept on this device; the server could not be reached. */
  | 'offline'
  /** Kept on this device; the server would not take it. */
  | 'refused';

export type Stage =
  | 'writing'
  | 'sending'
  /** No answer to the sending: it is repeated with the same client id. */
  | 'doubtful'
  /** The ticket moved on; the agent decides. */
  | 'blocked'
  /** The server refused; the sentence says why. */
  | 'failed';

export interface DraftState {
  phase: Phase;
  stage: Stage;
  content: DraftContent;
  revision: number;
  savedAt: string | null;
  /** Counts edits; a save that began before the last one does not make the draft clean. */
  edits: number;
  savedEdits: number;
  error: unknown;
  blockers: Blocker[];
  /** Another tab has written a different text, or a colleague handed over theirs. */
  foreign: Draft | null;
  /** Who goes on with the text that stood here; until it is read. */
  takenBy: string | null;
  /** Goes up when the text changed from outside, so that an open editor takes it over. */
  generation: number;
}

export type DraftAction =
  | { type: 'loaded'; draft: DraftContent; revision: number; savedAt: string | null; unsaved: boolean }
  | { type: 'edited'; change: Partial<DraftContent> }
  | { type: 'replaced'; change: Partial<DraftContent> }
  /** Set without being an edit: what the reply begins with before a word is written. */
  | { type: 'prepared'; change: Partial<DraftContent> }
  | { type: 'save' }
  | { type: 'saved'; revision: number; at: string; edits: number }
  /** Not saved; `refused` when the server had an answer and it was no. */
  | { type: 'unsaved'; refused: boolean }
  | { type: 'foreign'; draft: Draft }
  | { type: 'keep-mine' }
  /** A colleague goes on with it; what was written since stays here, as a text of its own. */
  | { type: 'taken'; by: string; clientId: string; kept: boolean }
  | { type: 'taken-read' }
  | { type: 'send' }
  | { type: 'unanswered' }
  | { type: 'blocked'; blockers: Blocker[] }
  | { type: 'refused'; error: unknown }
  | { type: 'back'; clientId: string | null }
  | { type: 'cleared'; clientId: string };

export function emptyDraft(clientId: string): DraftState {
  return {
    phase: 'empty',
    stage: 'writing',
    content: {
      body_html: '',
      to: [],
      cc: [],
      status: null,
      seen: 0,
      client_id: clientId,
      attachments: [],
      changes: {},
    },
    revision: 0,
    savedAt: null,
    edits: 0,
    savedEdits: 0,
    error: null,
    blockers: [],
    foreign: null,
    takenBy: null,
    generation: 0,
  };
}

/** The members that the API knows; answers carry more, and it refuses what it does not know. */
export function contentOf(draft: DraftContent): DraftContent {
  const { body_html, to, cc, status, seen, client_id, attachments, changes } = draft;
  return { body_html, to, cc, status, seen, client_id, attachments, changes: changes ?? {} };
}

export const isDirty = (state: DraftState): boolean => state.edits > state.savedEdits;

/** Only text and files make a draft; recipients alone are not worth keeping. */
export const hasContent = (content: DraftContent): boolean =>
  content.body_html.replace(/<(?!img)[^>]*>|&nbsp;|\s/g, '') !== '' || content.attachments.length > 0;

export const hasChanges = (content: DraftContent): boolean => Object.keys(content.changes).length > 0;

/** The text is on its way, or may be: until that is known it does not change. */
export const underWay = ({ stage }: DraftState): boolean => stage === 'sending' || stage === 'doubtful';

function resting(state: DraftState): Phase {
  if (isDirty(state)) return 'typing';
  return hasContent(state.content) || hasChanges(state.content) ? 'saved' : 'empty';
}

export function reduce(state: DraftState, action: DraftAction): DraftState {
  switch (action.type) {
    case 'loaded': {
      const next: DraftState = {
        ...emptyDraft(action.draft.client_id || state.content.client_id),
        content: { ...contentOf(action.draft), client_id: action.draft.client_id || state.content.client_id },
        revision: action.revision,
        savedAt: action.savedAt,
        edits: action.unsaved ? 1 : 0,
        generation: state.generation + 1,
      };
      return { ...next, phase: resting(next) };
    }
    case 'edited': {
      if (underWay(state)) return state;
      const stage = state.stage === 'failed' ? 'writing' : state.stage;
      const content = { ...state.content, ...action.change };
      return { ...state, phase: 'typing', stage, content, edits: state.edits + 1 };
    }
    case 'replaced': {
      const content = { ...state.content, ...action.change };
      const generation = state.generation + 1;
      return {
        ...state,
        phase: 'typing',
        stage: 'writing',
        content,
        edits: state.edits + 1,
        generation,
        error: null,
      };
    }
    case 'prepared':
      return { ...state, content: { ...state.content, ...action.change } };
    case 'save':
      return { ...state, phase: 'saving' };
    case 'saved': {
      const next = { ...state, revision: action.revision, savedAt: action.at, savedEdits: action.edits };
      return { ...next, phase: resting(next) };
    }
    case 'unsaved':
      return { ...state, phase: action.refused ? 'refused' : 'offline' };
    case 'foreign':
      return { ...state, phase: 'typing', foreign: action.draft };
    case 'keep-mine':
      if (!state.foreign) return state;
      return {
        ...state,
        phase: 'typing',
        revision: state.foreign.revision,
        foreign: null,
        edits: state.edits + 1,
      };
    case 'taken': {
      if (!action.kept) {
        const empty = emptyDraft(action.clientId);
        // Whom it would go to stays, as in a reply that is opened.
        const { to, cc, status, seen } = state.content;
        const fresh = { ...empty.content, to, cc, status, seen };
        return { ...empty, content: fresh, takenBy: action.by, generation: state.generation + 1 };
      }
      const content = { ...state.content, client_id: action.clientId };
      return { ...state, phase: 'typing', content, edits: state.edits + 1, takenBy: action.by };
    }
    case 'taken-read':
      return { ...state, takenBy: null };
    case 'send':
      return { ...state, stage: 'sending', error: null };
    case 'unanswered':
      return { ...state, stage: 'doubtful' };
    case 'blocked':
      return { ...state, stage: 'blocked', blockers: action.blockers };
    case 'refused':
      return { ...state, stage: 'failed', error: action.error };
    case 'back': {
      const content = action.clientId ? { ...state.content, client_id: action.clientId } : state.content;
      return { ...state, stage: 'writing', content, blockers: [], error: null };
    }
    case 'cleared':
      return { ...emptyDraft(action.clientId), generation: state.generation + 1 };
  }
}

/** The text that is given back goes before what has been written since. */
export function joined(returned: string, current: string): string {
  return hasContent({ ...emptyDraft('').content, body_html: current }) ? `${returned}${current}` : returned;
}
