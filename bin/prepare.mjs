export { build } from './build.mjs';
export { install } from './install.mjs';
