export { build } from './build.mjs';
export { install } from './install.mjs';
export { fetchModels, fetchModelsInBackground } from './models.mjs';
