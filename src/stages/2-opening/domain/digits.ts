const otherThanDigits = /\D/g;

/** A telephone number without the blanks and dashes people write into it; most have none. */
export const digitsOf = (phone: string): string =>
  phone.search(otherThanDigits) < 0 ? phone : phone.replace(otherThanDigits, '');
