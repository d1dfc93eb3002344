import { writtenForm } from '#kernel/written-form';

/** A house, building, flat or numbered door; a village or street alone is no door. */
const door = /\d(?:号|栋|幢|楼|单元|室|户|组)|-\d/u;

/** The address as far as two writings of one door agree; undefined where it names no door. */
export function doorOf(address: string): string | undefined {
  const form = writtenForm(address)
    .replace(/^(?:河南省?)?(?:焦作市?)?/u, '')
    .replace(/[，,。.、（）()]/gu, '');
  return door.test(form) ? form : undefined;
}
