import { MentionChip } from './mention';
import { Picture } from './Picture';
import { Weblink } from './Weblink';
import { writing } from './writing';

/** What a note can look like when it is edited: as when it was written, with those whom it mentions. */
export const noteWriting = [...writing, MentionChip, Picture, Weblink];
