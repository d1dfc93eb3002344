/** What may be uploaded, and how it is made harmless. */
export { acceptBundle, type Bundle, type BundledFile, bundleLimits } from './bundle';
export { type AcceptedDocument, acceptDocument, type PageImage } from './document';
export { type AcceptedPicture, acceptPicture } from './picture';
export { checkPortrait, type PortraitRemark } from './portrait';
export { sketchBands, sketchPicture } from './picture-sketch';
export { createSketchTable, sketchOf } from './sketch-table';
export { isFromOnePlace, samePlaces } from './picture-likeness';
export { sameShare } from './picture-overlay';
export { mirroredWords, type PictureWord, pictureWords, placeSteps } from './picture-words';
export { createWordTable, wordKeys, type WordTable } from './word-table';
export type { Refused } from './refusal';
