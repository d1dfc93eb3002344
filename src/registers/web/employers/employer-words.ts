import type { Tone } from '#ui/state';
import { type EmployerFault, employerFaultNames, employerFaults } from '../../domain/employer';

const tones: Record<EmployerFault, Tone> = { deregistered: 'stop', revoked: 'stop', abnormal: 'warn' };

export const employerTag = (fault: EmployerFault | undefined): { readonly tone: Tone; readonly label: string } =>
  fault ? { tone: tones[fault], label: employerFaultNames[fault] } : { tone: 'ok', label: '正常' };

export const faultChoices = employerFaults.map((value) => ({ value, label: employerFaultNames[value] }));
