import type { Instant } from './clock';
import { newId } from './identifiers';
import type { Transaction } from './operation';

/** What has come about, for whom; the text names records and never a person’s numbers. */
export interface Message {
  readonly regionCode: string;
  /** Undefined where no institution is concerned. */
  readonly institutionId?: string | undefined;
  readonly audiences: readonly ('institution' | 'county' | 'city')[];
  readonly subject: { readonly type: string; readonly id: string };
  readonly text: string;
}

/** Puts messages before those concerned. */
export async function tell(tx: Transaction, now: Instant, ...messages: readonly Message[]): Promise<void> {
  const rows = messages.flatMap(({ regionCode, institutionId, audiences, subject, text }) =>
    audiences.map((audience) => ({
      id: newId(),
      region_code: regionCode,
      institution_id: institutionId ?? null,
      audience,
      subject_type: subject.type,
      subject_id: subject.id,
      text,
      sent_at: now,
    })),
  );
  if (rows.length > 0) await tx.insertInto('messages').values(rows).execute();
}
