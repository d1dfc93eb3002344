/**
 * Resolves when this turn of the event loop has read its sockets, for all who asked during it at once: what came
 * together is then worked on together, one step after the other, with the code and keys of each step at hand. Every
 * request by itself takes twice as much of the processor.
 */
export function sameTurn(): () => Promise<void> {
  let turn: Promise<void> | undefined;
  return () => {
    turn ??= new Promise((resolve) => {
      setImmediate(() => {
        turn = undefined;
        resolve();
      });
    });
    return turn;
  };
}
