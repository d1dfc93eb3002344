import { writtenForm } from '#kernel/written-form';

/** A house, building, flat or numbered door; a village or street alone is no door. */
const door = /\d(?:号|栋|幢|楼|单元|室|户|组)|-\d/u;

const marks = /[，,。.、（）()]/gu;

/** The address without the province and city that some write before it and some do not. */
function withinCity(address: string): string {
  const inProvince = address.startsWith('河南') ? address.slice(address[2] === '省' ? 3 : 2) : address;
  return inProvince.startsWith('焦作') ? inProvince.slice(inProvince[2] === '市' ? 3 : 2) : inProvince;
}

/** The address as far as two writings of one door agree; undefined where it names no door. */
export function doorOf(address: string): string | undefined {
  const form = withinCity(writtenForm(address)).replace(marks, '');
  return door.test(form) ? form : undefined;
}
