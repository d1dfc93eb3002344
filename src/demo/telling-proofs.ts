import { addAttachment } from '../stages/2-opening/server/attachment-commands';
import { act, type Moment, type Stage } from './acting';
import type { ClassParts } from './parts';
import { hardToName, paper, proofBundle, sentBy } from './proofs';

/** Sends what every trainee shows: one ZIP, and one by one where a name does not tell whose it is. */
export async function sendProofs(
  stage: Stage,
  moment: Moment,
  { classId }: { readonly classId: string },
  name: string,
  parts: ClassParts,
): Promise<void> {
  const bundle = { name: '照片和证明.zip', bytes: await proofBundle(parts) };
  await act(stage, moment, addAttachment, `${name}/proofs`, { classId }, bundle);
  const scan = await paper();
  for (const row of hardToName(parts.roster)) {
    const { photo, papers } = await sentBy(row, parts);
    const send = (as: object, bytes: Buffer, what: string) =>
      act(
        stage,
        moment,
        addAttachment,
        `${name}/proofs/${row.id}/${what}`,
        { classId, row: row.id, ...as },
        {
          name: '扫描件.jpg',
          bytes,
        },
      );
    if (photo) await send({ kind: 'portrait' }, photo, 'photo');
    for (const { code } of papers) await send({ kind: 'proof', proof: code }, scan, code);
  }
}
