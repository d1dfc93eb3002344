import type { ClauseRef } from './clause';

/** What every field of a form has. */
export interface FieldProps {
  readonly label: string;
  /** Also the field's name in the error summary; made up when left out. */
  readonly id?: string | undefined;
  readonly hint?: string | undefined;
  /** The clause the field rests on, cited once. */
  readonly clause?: ClauseRef | undefined;
  /** What is wrong and what to do; the same words as in the summary. */
  readonly error?: string | undefined;
  /** A finding that does not block. */
  readonly warning?: string | undefined;
  /** A field is asked for unless it says otherwise. */
  readonly optional?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly readonly?: boolean | undefined;
}

/** Attributes that tie a control to its label, hint and error. */
export interface ControlAttributes {
  readonly id: string;
  readonly name: string;
  readonly disabled: boolean | undefined;
  readonly readonly: boolean | undefined;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
  readonly 'aria-required': boolean | undefined;
}

export function controlAttributes(id: string, props: FieldProps): ControlAttributes {
  const described = [
    props.hint || props.clause ? `${id}-hint` : '',
    props.error ? `${id}-error` : '',
    props.warning ? `${id}-warning` : '',
  ].filter(Boolean);
  return {
    id,
    name: id,
    disabled: props.disabled || undefined,
    readonly: props.readonly || undefined,
    'aria-describedby': described.length ? described.join(' ') : undefined,
    'aria-invalid': props.error ? true : undefined,
    'aria-required': props.optional ? undefined : true,
  };
}
