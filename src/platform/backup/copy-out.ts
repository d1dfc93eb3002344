import { Readable } from 'node:stream';
import type { Connection, Submittable } from 'pg';

const batchBytes = 256 * 1024;

/** `COPY … TO STDOUT` as a stream of bytes; the driver knows the messages but offers no stream. */
export class CopyOut extends Readable implements Submittable {
  readonly #statement: string;
  #socket: Connection['stream'] | undefined;
  #batch = Buffer.allocUnsafe(batchBytes);
  #filled = 0;
  /** As the database counted them; known when the stream has ended. */
  rowCount = 0;

  constructor(statement: string) {
    super({ highWaterMark: batchBytes * 4 });
    this.#statement = statement;
  }

  pieces(): AsyncIterable<Buffer> {
    return this;
  }

  submit(connection: Connection): void {
    this.#socket = connection.stream;
    connection.query(this.#statement);
  }

  override _read(): void {
    this.#socket?.resume();
  }

  #pass(bytes: Buffer): void {
    if (!this.push(bytes)) this.#socket?.pause();
  }

  #flush(): void {
    if (this.#filled === 0) return;
    this.#pass(this.#batch.subarray(0, this.#filled));
    this.#batch = Buffer.allocUnsafe(batchBytes);
    this.#filled = 0;
  }

  /** The driver uses its buffer again for the next message, so each row is copied at once. */
  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    if (this.destroyed) return;
    if (this.#filled + chunk.length > batchBytes) this.#flush();
    if (chunk.length > batchBytes) this.#pass(Buffer.from(chunk));
    else this.#filled += chunk.copy(this.#batch, this.#filled);
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.rowCount = Number(/\d+$/.exec(text)?.[0] ?? 0);
  }

  handleReadyForQuery(): void {
    if (this.destroyed) return;
    this.#flush();
    this.push(null);
  }

  handleError(error: Error): void {
    this.destroy(error);
  }
}
