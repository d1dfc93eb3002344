import type { FaceManifest } from './manifest';
import type { FaceReading } from './reading';
import type { FaceRefusal } from './refusal';
import type { FaceTemplate } from './template';

/** How many faces a picture shows, for a head count of a room; nobody is recognised in it. */
export interface FaceCount {
  readonly isRead: true;
  readonly faceCount: number;
}

/**
 * What recognises faces: our models, a certified engine, or whatever the bureau chooses. A reading says everything about
 * one picture; the decision belongs to whoever asks, with the threshold of the manifest.
 */
export interface FaceEngine {
  readonly manifest: FaceManifest;
  /** Reads the one face of a picture; what cannot be read is refused in a sentence, never thrown. */
  read(picture: Uint8Array): Promise<FaceReading | FaceRefusal>;
  /** Counts the faces of a group, small ones in the back rows too. */
  count(picture: Uint8Array): Promise<FaceCount | FaceRefusal>;
  /** Likeness of two faces, -1 to 1; throws when a template comes from another engine. */
  compare(one: FaceTemplate, other: FaceTemplate): number;
  /** Ends the workers; what still waits is refused. */
  close(): Promise<void>;
}

/** An engine, or why this installation has none: then check-in goes the way without a face. */
export type FaceEngineFound =
  | { readonly isAvailable: true; readonly engine: FaceEngine }
  | { readonly isAvailable: false; readonly sentence: string };
