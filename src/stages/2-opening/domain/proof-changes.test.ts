import { describe, expect, it } from 'vitest';
import type { Attachment } from './attachments';
import { proofChanges } from './proof-changes';
import { sound } from './sound-opening';

const file = (row: string, hash: string, kind: 'portrait' | 'proof' = 'portrait'): Attachment => ({
  id: hash,
  kind,
  ...(kind === 'proof' ? { proof: 'identityCard' } : {}),
  row,
  hash,
  unfit: [],
});
const changes = (before: readonly Attachment[], after: readonly Attachment[]) =>
  proofChanges({ roster: sound.roster, attachments: before }, { roster: sound.roster, attachments: after });

describe('photos and papers from one filing to the next', () => {
  it('are the same when their content is, whatever their ids', () =>
    expect(changes([file('wang', 'a')], [{ ...file('wang', 'a'), id: 'anew' }])).toEqual([]));

  it('are told trainee by trainee when they came, went or were replaced', () => {
    const before = [file('wang', 'a'), file('wang', 'c', 'proof')];
    const after = [file('wang', 'b'), file('chen', 'd', 'proof')];
    const places = { part: 'proofs', what: '王伟', row: 'wang' };
    expect(changes(before, after)).toEqual([
      { ...places, field: '一寸照片', before: '1 件', after: '1 件（已更换）' },
      { ...places, field: '身份证', before: '1 件', after: '' },
      { part: 'proofs', what: '陈晓燕', row: 'chen', field: '身份证', before: '', after: '1 件' },
    ]);
  });

  it('of a filing from before they were kept are all new', () =>
    expect(
      proofChanges({ roster: sound.roster }, { roster: sound.roster, attachments: [file('wang', 'a')] }),
    ).toHaveLength(1));
});
