/** What a command may be given beside its arguments; `text` takes a value, `flag` stands alone. */
export interface CommandOption {
  readonly kind: 'text' | 'flag';
  /** What stands for the value in the help, such as `YYYY-MM-DD`. */
  readonly placeholder?: string;
  readonly says: string;
  readonly isRequired?: boolean;
}

export interface CommandArgument {
  readonly name: string;
  readonly says: string;
  readonly isOptional?: boolean;
}

/** What the operator typed after the name of the command. */
export interface CommandLine {
  readonly arguments: readonly string[];
  text(option: string): string | undefined;
  has(option: string): boolean;
}

/** Where a command speaks: results to `print`, everything else to `tell`, so that results can be piped. */
export interface Terminal {
  print(text: string): void;
  tell(text: string): void;
}

/**
 * What a shell is told: all is well; well read, but something is wrong; not understood or not readable;
 * something failed that should not.
 */
export const exitCodes = { done: 0, found: 1, refused: 2, failed: 3 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** One command of the operators’ command line; its modules are loaded only when it runs. */
export interface OperatorCommand {
  /** As typed: `roster check`. */
  readonly name: string;
  readonly summary: string;
  readonly arguments: readonly CommandArgument[];
  readonly options: Readonly<Record<string, CommandOption>>;
  /** More for `--help`: exit codes, examples. */
  readonly details?: string;
  run(line: CommandLine, terminal: Terminal): Promise<ExitCode>;
}

/** The operator typed something that cannot be done; the message says what, and the usage follows it. */
export class UsageMistake extends Error {}
