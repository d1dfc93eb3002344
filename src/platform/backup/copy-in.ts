import { Writable } from 'node:stream';
import type { Connection, Submittable } from 'pg';

/** A message of the PostgreSQL protocol: its letter, its length with itself, its content. */
function message(letter: string, content: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(5);
  head.write(letter, 0, 'latin1');
  head.writeUInt32BE(content.length + 4, 1);
  return Buffer.concat([head, content]);
}

type Told = (error?: Error | null) => void;

/** `COPY … FROM STDIN` as a stream to write to; finished when the database has taken every row. */
export class CopyIn extends Writable implements Submittable {
  readonly #statement: string;
  #socket: Connection['stream'] | undefined;
  #whenOpen: (() => void) | undefined;
  #isOpen = false;
  #isOver = false;
  #waiting: Told | undefined;
  /** As the database counted them; known when the stream has finished. */
  rowCount = 0;

  constructor(statement: string) {
    super({ highWaterMark: 1024 * 1024 });
    this.#statement = statement;
  }

  submit(connection: Connection): void {
    this.#socket = connection.stream;
    connection.query(this.#statement);
  }

  #onceOpen(work: () => void): void {
    if (this.#isOpen) work();
    else this.#whenOpen = work;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, told: Told): void {
    this.#waiting = told;
    const taken = () => {
      if (this.#waiting !== told) return;
      this.#waiting = undefined;
      told();
    };
    this.#onceOpen(() => {
      if (this.#socket?.write(message('d', chunk))) taken();
      else this.#socket?.once('drain', taken);
    });
  }

  override _final(told: Told): void {
    this.#waiting = told;
    this.#onceOpen(() => this.#socket?.write(message('c')));
  }

  override _destroy(error: Error | null, told: Told): void {
    if (this.#isOpen && !this.#isOver) this.#socket?.write(message('f', Buffer.from('source failed\0')));
    this.#isOver = true;
    told(error);
  }

  handleCopyInResponse(): void {
    this.#isOpen = true;
    this.#whenOpen?.();
    this.#whenOpen = undefined;
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.rowCount = Number(/\d+$/.exec(text)?.[0] ?? 0);
  }

  #settle(error?: Error): void {
    this.#isOver = true;
    const told = this.#waiting;
    this.#waiting = undefined;
    if (told) told(error);
    else if (error) this.destroy(error);
  }

  handleReadyForQuery(): void {
    this.#settle();
  }

  handleError(error: Error): void {
    this.#settle(error);
  }
}
