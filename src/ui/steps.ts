/** What a step asks of whoever takes it, and what it brings about. */
export interface StepWords {
  /** A verb: on the button and over the dialog. */
  readonly label: string;
  readonly happens: readonly string[];
  readonly kind?: 'primary' | 'plain' | 'danger';
  readonly reason?: { readonly label: string; readonly max?: number };
  readonly asksPassword?: boolean;
  /** It takes something away: the dialog warns. */
  readonly isGrave?: boolean;
  /** What cannot be undone. */
  readonly lasting?: string;
}

/** What a step still needs, in words for the dialog; nothing was sent. */
export class StillMissing extends Error {}
