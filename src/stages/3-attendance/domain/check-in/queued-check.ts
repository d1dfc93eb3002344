/** What a tablet keeps of a check-in while it cannot reach the server: all that its signature stands for. */
export interface QueuedFields {
  readonly takenAt?: string | undefined;
  readonly direction?: string | undefined;
  readonly card?: string | undefined;
  readonly code?: string | undefined;
  readonly row?: string | undefined;
  readonly teacherId?: string | undefined;
  readonly challengeId?: string | undefined;
  readonly picture?: string | undefined;
  readonly front?: string | undefined;
  readonly turned?: string | undefined;
  readonly between?: readonly string[] | undefined;
}

const signed = [
  'takenAt',
  'direction',
  'card',
  'code',
  'row',
  'teacherId',
  'challengeId',
  'picture',
  'front',
  'turned',
] as const satisfies readonly (keyof QueuedFields)[];

/**
 * The text a tablet signs when it keeps a check-in and the server verifies when it arrives: nobody who can read or copy
 * what waits on the tablet can change its time, its person or its picture.
 */
export const queuedText = (commandId: string, station: string, fields: QueuedFields): string =>
  JSON.stringify([commandId, station, ...signed.map((name) => fields[name] ?? ''), ...(fields.between ?? [])]);

/** How a check-in kept by a tablet is signed: by the key its station was opened with, wrongly, or not at all. */
export const queueSignatures = ['right', 'wrong', 'none'] as const;
export type QueueSignature = (typeof queueSignatures)[number];

/** Names the curve and digest both sides use; browsers and Node know it alike. */
export const queueAlgorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
