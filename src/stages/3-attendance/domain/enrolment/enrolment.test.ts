import { describe, expect, it } from 'vitest';
import { actionsFor, movesOf } from '#kernel/lifecycle';
import {
  comparedFromVersion,
  consentChoices,
  consentTexts,
  currentConsentText,
  findConsentText,
  isLeftOut,
  teacherConsentTexts,
  wayOf,
} from './consent';
import { enrolmentLifecycle } from './lifecycle';
import { personKinds } from './person';

describe('an enrolment', () => {
  it('counts only once the bureau has compared it, and never by the hand that took it', () => {
    expect(movesOf(enrolmentLifecycle).filter(({ to }) => to === 'confirmed')).toEqual([
      { action: 'confirm', from: 'captured', to: 'confirmed' },
    ]);
    expect(actionsFor(enrolmentLifecycle, 'captured', 'institutionPrincipal')).toEqual(['capture', 'erase']);
    expect(actionsFor(enrolmentLifecycle, 'captured', 'countyOfficer')).toEqual(['confirm', 'return']);
  });

  it('that is confirmed is taken anew only after the bureau sends it back', () => {
    expect(actionsFor(enrolmentLifecycle, 'confirmed', 'institutionClerk')).toEqual(['erase']);
    expect(actionsFor(enrolmentLifecycle, 'returned', 'institutionClerk')).toContain('capture');
  });

  it('can be erased from every state and begun again by a new consent', () => {
    expect(enrolmentLifecycle.steps.erase.from).toEqual(['captured', 'confirmed', 'returned']);
    expect(enrolmentLifecycle.steps.capture.from).toContain('erased');
  });
});

describe('a consent', () => {
  it('is separate: only who said yes shows the face, silence and withdrawal lead to the equal way', () => {
    expect(consentChoices.map(wayOf)).toEqual(['face', 'card', 'card']);
    expect(wayOf(undefined)).toBe('card');
  });

  it('names the version it was given to, and every version stays readable', () => {
    for (const texts of [consentTexts, teacherConsentTexts]) {
      const versions = texts.map(({ version }) => version);
      expect(versions).toEqual([...versions].sort((a, b) => b - a));
      expect(new Set(versions).size).toBe(versions.length);
    }
    for (const kind of personKinds) {
      const current = currentConsentText(kind);
      expect(findConsentText(current.version, kind)).toBe(current);
      expect(findConsentText(0, kind)).toBeUndefined();
    }
    expect(findConsentText(1, 'trainee')?.paragraphs.join('')).toContain('不影响参加培训');
  });

  it('says that faces are compared with one another where it is agreed to', () => {
    for (const kind of personKinds) {
      const from = comparedFromVersion[kind];
      expect(findConsentText(from, kind)?.paragraphs.join('')).toContain('一张脸几个身份');
      expect(findConsentText(from - 1, kind)?.paragraphs.join('')).not.toContain('一张脸几个身份');
      expect(currentConsentText(kind).version).toBeGreaterThanOrEqual(from);
      expect([from - 1, from].map((version) => isLeftOut(kind, 'face', version))).toEqual([true, false]);
      expect(isLeftOut(kind, 'card', from - 1)).toBe(false);
    }
  });

  it('is one of its own for teachers, whose work does not hang on it', () => {
    expect(findConsentText(1, 'teacher')?.paragraphs.join('')).toContain('不影响任课');
    expect(findConsentText(1, 'teacher')).not.toEqual(findConsentText(1, 'trainee'));
  });
});
