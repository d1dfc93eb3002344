import type { Tone } from '#ui/state';
import { type MergeState, mergeStateNames } from '../../domain/person-merge';

const tones: Record<MergeState, Tone> = { requested: 'warn', confirmed: 'ok', refused: 'stop', withdrawn: 'calm' };

export const mergeTag = (state: MergeState): { readonly tone: Tone; readonly label: string } => ({
  tone: tones[state],
  label: mergeStateNames[state],
});
