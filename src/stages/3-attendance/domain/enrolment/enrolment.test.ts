import { describe, expect, it } from 'vitest';
import { actionsFor, movesOf } from '#kernel/lifecycle';
import { consentChoices, consentTexts, currentConsentText, findConsentText, wayOf } from './consent';
import { enrolmentLifecycle } from './lifecycle';

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
    const versions = consentTexts.map(({ version }) => version);
    expect(versions).toEqual([...versions].sort((a, b) => b - a));
    expect(new Set(versions).size).toBe(versions.length);
    expect(findConsentText(1)?.paragraphs.join('')).toContain('不影响参加培训');
    expect(findConsentText(currentConsentText.version)).toBe(currentConsentText);
    expect(findConsentText(0)).toBeUndefined();
  });
});
