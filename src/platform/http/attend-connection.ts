import type { Socket } from 'node:net';

/** A post whose head has been read: how many bytes that took, and how many its body has. */
export interface Begun {
  readonly head: { readonly size: number; readonly length: number };
}

export interface Attendant<Post extends Begun> {
  /** The post that begins with these bytes; undefined where it is not for us. */
  find(bytes: Buffer): Post | undefined;
  /** The whole answer as it goes over the line; never rejects. */
  answer(post: Post, body: Buffer): Promise<string>;
  /** False once the server closes. */
  mayStay(): boolean;
  /** Takes the connection with the bytes that were not for us, put back into it. */
  giveAway(socket: Socket): void;
  /** The connection is no longer attended. */
  left(): void;
}

export interface Attended {
  /** Ends the connection, after its answer where one is under way. */
  endWhenIdle(): void;
}

/** How long a caller is waited for, in milliseconds. */
export interface Patience {
  /** Nothing came or went. */
  readonly idle: number;
  /** A body may take so long to come. */
  readonly body: number;
}

const tooSlow = 'HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n';

/** Reads posts off one connection, one after the other: the next is read when the one before is answered. */
export function attend<Post extends Begun>(socket: Socket, attendant: Attendant<Post>, patience: Patience): Attended {
  let [isAnswering, hasEnded] = [false, false];
  /** The body that is coming. */
  let coming: { readonly post: Post; readonly pieces: Buffer[]; missing: number; readonly until: number } | undefined;

  /** Nothing that still comes is read. */
  const endWith = (told: string): void => {
    socket.off('data', onData).end(told);
    socket.resume();
  };

  const answer = async (post: Post, body: Buffer): Promise<void> => {
    isAnswering = true;
    const told = await attendant.answer(post, body);
    isAnswering = false;
    if (hasEnded || !attendant.mayStay()) return endWith(told);
    socket.write(told);
    if (socket.isPaused()) socket.resume();
  };

  /** What belongs to a later post waits in the connection until this one is answered. */
  const putBack = (bytes: Buffer): void => {
    socket.pause();
    socket.unshift(bytes);
  };

  const gather = (bytes: Buffer): void => {
    if (!coming) return;
    const { post, pieces, missing, until } = coming;
    const own = bytes.subarray(0, missing);
    pieces.push(own);
    coming.missing -= own.length;
    if (coming.missing === 0) {
      coming = undefined;
      if (own.length < bytes.length) putBack(bytes.subarray(own.length));
      const [first = own] = pieces;
      void answer(post, pieces.length === 1 ? first : Buffer.concat(pieces));
    } else if (performance.now() > until) endWith(tooSlow);
  };

  const begin = (bytes: Buffer): void => {
    const post = attendant.find(bytes);
    if (post) {
      const { size, length } = post.head;
      coming = { post, pieces: [], missing: length, until: performance.now() + patience.body };
      return gather(bytes.subarray(size));
    }
    leave();
    socket.setTimeout(0);
    socket.unshift(bytes);
    attendant.giveAway(socket);
  };

  const onData = (bytes: Buffer): void => {
    if (coming) gather(bytes);
    else if (isAnswering) putBack(bytes);
    else begin(bytes);
  };
  const onEnd = (): void => {
    hasEnded = true;
    if (!isAnswering) socket.end();
  };
  const onTimeout = (): void => void socket.destroy();
  // The socket closes by itself after an error; whoever is gone need not be told of it.
  const onError = (): void => undefined;
  const leave = (): void => {
    socket.off('data', onData).off('end', onEnd).off('timeout', onTimeout).off('error', onError).off('close', leave);
    attendant.left();
  };

  socket.setTimeout(patience.idle);
  socket.on('data', onData).on('end', onEnd).on('timeout', onTimeout).on('error', onError).on('close', leave);
  return {
    endWhenIdle() {
      if (!isAnswering && !coming) endWith('');
    },
  };
}
