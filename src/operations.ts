import { openingOperations } from '#opening/server';
import { registerOperations } from '#registers/server';

/** Every operation of the product, in the order of the stages. */
export const operations = [...registerOperations, ...openingOperations] as const;
export type Operations = (typeof operations)[number];
