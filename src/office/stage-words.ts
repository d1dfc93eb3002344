import { classStates, type ClassState } from '../stages/2-opening/domain/lifecycle';
import { stateNames, stateTones } from '../stages/2-opening/web/words';
import type { Tone } from '#ui/state';

const isClassState = (text: string): text is ClassState => classStates.some((state) => state === text);

/** Word and tone of a class’s state where a register lists the classes of a person or an institution. */
export const spokenState = (state: string): { readonly label: string; readonly tone: Tone } =>
  isClassState(state) ? { label: stateNames[state], tone: stateTones[state] } : { label: state, tone: 'calm' };
