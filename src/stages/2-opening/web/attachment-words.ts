import { addressOf } from '#ui/api';
import type { ViewedFile } from '#ui/FileViewer.vue';
import { attachmentKinds, isProofCode, kindName, proofKinds } from '../domain/attachments';
import type { KeptAttachment } from '../server/attachment-store';

/** Endings a clerk may send; what is inside is looked at by the server. */
export const sendable = ['.jpg', '.jpeg', '.png', '.webp', '.pdf', '.zip'] as const;
export const largestFile = 200_000_000;

export const thumbnailAddress = (classId: string, attachmentId: string): string =>
  addressOf('attachment.show', { classId, attachmentId, size: 'thumbnail' });

/** Every page of the files, as the viewer turns them over. */
export const pagesToView = (classId: string, files: readonly KeptAttachment[], whose: string): ViewedFile[] =>
  files.flatMap((file) =>
    Array.from({ length: file.pageCount }, (_each, at): ViewedFile => {
      const page = file.pageCount > 1 ? ` 第 ${at + 1} 页` : '';
      const remarks = [...file.unfit, ...file.hints].join('');
      return {
        id: `${file.id}/${at}`,
        name: `${whose} ${kindName(file.kind, file.proof)}${page}`.trim(),
        src: addressOf('attachment.show', { classId, attachmentId: file.id, page: at + 1 }),
        note: [file.fileName, remarks].filter(Boolean).join('。'),
      };
    }),
  );

/** Kind and paper in one choice: `portrait`, or `proof:identityCard`. */
export type KindChoice = string;

export const kindChoices: readonly { readonly value: KindChoice; readonly label: string }[] = [
  { value: 'portrait', label: kindName('portrait') },
  ...proofKinds.map(({ code, name }) => ({ value: `proof:${code}`, label: name })),
];

export const choiceOf = ({ kind, proof }: Pick<KeptAttachment, 'kind' | 'proof'>): KindChoice | undefined =>
  kind === 'portrait' ? 'portrait' : kind === 'proof' && proof ? `proof:${proof}` : undefined;

export function kindOfChoice(choice: KindChoice): { kind: (typeof attachmentKinds)[number]; proof?: string } {
  const [kind, proof = ''] = choice.split(':');
  if (kind === 'portrait') return { kind: 'portrait' };
  return isProofCode(proof) ? { kind: 'proof', proof } : { kind: 'other' };
}
