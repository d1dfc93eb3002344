import { newId } from '#platform/identifiers';
import type { Context } from '#platform/operation';
import { matchKind, matchTrainee, spokenFault } from '../domain/attachment-names';
import { type AttachmentKind, kindName } from '../domain/attachments';
import type { RosterRow } from '../domain/roster/row';
import { looksLikePortrait, type Sent } from './attachment-intake';
import { openFiles } from './attachment-opening';
import {
  type Assignment,
  insertAttachments,
  type KeptAttachment,
  type NewAttachment,
  readAttachments,
  removeAttachments,
  type RosterHolder,
  type StoredPages,
} from './attachment-store';
import type { ClassRecord } from './records';

/** What became of one file. */
export interface AddedFile {
  readonly fileName: string;
  readonly outcome: 'matched' | 'unassigned' | 'known' | 'refused';
  readonly row?: string;
  /** Taken as a photo that is no one-inch photo. */
  readonly isUnfit?: boolean;
  /** What it was taken for, or why it waits or was refused. */
  readonly says: string;
}

/** What the sender has said of the file; else its name tells. */
export interface Given {
  readonly row?: string | undefined;
  readonly kind?: AttachmentKind | undefined;
  readonly proof?: string | undefined;
}

/** A file drawn anew, with whose and what it is. */
interface Prepared extends Assignment {
  readonly fileName: string;
  readonly digest: Buffer;
  readonly stored: StoredPages;
  readonly waits: string | undefined;
}

export type Outcome = Prepared | AddedFile;

export interface Trainees {
  readonly roster: readonly RosterRow[];
  readonly holders: readonly RosterHolder[];
}

const refusedFile = (fileName: string, says: string): AddedFile => ({ fileName, outcome: 'refused', says });

function assign(path: string, given: Given, trainees: Trainees, stored: StoredPages) {
  const named = trainees.roster.map(({ id, cells }) => ({ id, name: cells.name, identityNumber: cells.id }));
  const match = given.row === undefined ? matchTrainee(path, named) : { row: given.row };
  const holder = 'row' in match ? trainees.holders.find(({ id }) => id === match.row) : undefined;
  const told = given.kind ? { kind: given.kind, proof: given.proof } : matchKind(path);
  const kind = told?.kind ?? (looksLikePortrait(stored) ? 'portrait' : 'other');
  const proof = told && 'proof' in told ? told.proof : undefined;
  const waits = 'fault' in match ? spokenFault(match.fault) : waitsForKind(kind, proof);
  return { holder, kind, proof, waits } as const;
}

function waitsForKind(kind: AttachmentKind, proof: string | undefined): string | undefined {
  if (kind === 'other') return '文件名没有写明是照片还是哪一种证明，请指定。';
  return kind === 'proof' && proof === undefined ? '文件名没有写明是哪一种证明，请指定。' : undefined;
}

/** Reads, draws and stores every file of a sending; one that cannot be taken does not hold up the others. */
export async function prepareFiles(
  context: Context,
  record: ClassRecord,
  sent: Sent,
  given: Given,
  trainees: Trainees,
  time: AbortSignal,
): Promise<Outcome[]> {
  const kept = new Map<string, StoredPages>();
  const outcomes: Outcome[] = [];
  for await (const { path, fileName, digest, stored } of openFiles(context, record, sent, kept, time)) {
    if ('why' in stored) {
      outcomes.push(refusedFile(fileName, stored.why));
      continue;
    }
    kept.set(digest.toString('hex'), stored);
    outcomes.push({ fileName, digest, stored, ...assign(path, given, trainees, stored) });
  }
  return outcomes;
}

/** A file sent again is known: at the same trainee as the same thing, or anywhere when nobody can say whose it is. */
const isKnown = (kept: readonly KeptAttachment[], file: Prepared): boolean =>
  kept.some(
    ({ hash, row, kind, proof }) =>
      hash === file.digest.toString('hex') &&
      (file.holder === undefined || (row === file.holder.id && kind === file.kind && proof === file.proof)),
  );

const portraitsOf = (kept: readonly KeptAttachment[], row: string): string[] =>
  kept.filter((each) => each.kind === 'portrait' && each.row === row).map(({ id }) => id);

/** What a class holds while files are entered: those kept, and those still to be written. */
class Shelf {
  readonly #context: Context;
  readonly #record: ClassRecord;
  #kept: readonly KeptAttachment[];
  #waiting: NewAttachment[] = [];

  constructor(context: Context, record: ClassRecord, kept: readonly KeptAttachment[]) {
    this.#context = context;
    this.#record = record;
    this.#kept = kept;
  }

  holds = (file: Prepared): boolean => isKnown(this.#kept, file);

  async write(): Promise<void> {
    await insertAttachments(this.#context, this.#record, this.#waiting);
    this.#waiting = [];
  }

  /** Puts a file in; a new photo takes the place of the former, whose number is told. */
  async put(file: Prepared): Promise<number> {
    const { holder, kind, proof, fileName } = file;
    const former = holder && kind === 'portrait' ? portraitsOf(this.#kept, holder.id) : [];
    if (former.length > 0) {
      await this.write();
      await removeAttachments(this.#context, this.#record, former);
    }
    const id = newId();
    this.#waiting.push({ ...file, id });
    this.#kept = [
      ...this.#kept.filter((each) => !former.includes(each.id)),
      {
        id,
        kind,
        proof,
        fileName,
        row: holder?.id,
        hash: file.digest.toString('hex'),
        unfit: [],
        hints: [],
        pageCount: file.stored.pages.length,
        addedAt: this.#context.now,
      },
    ];
    return former.length;
  }
}

async function keep(shelf: Shelf, file: Prepared): Promise<AddedFile> {
  const { fileName, holder, kind, proof, waits } = file;
  if (shelf.holds(file)) return { fileName, outcome: 'known', says: '已有同一份文件，没有重复收。' };
  const replaced = (await shelf.put(file)) > 0 ? '，替换了原来的' : '';
  const says = waits ?? `${holder?.name ?? ''} ${kindName(kind, proof)}${replaced}`;
  const row = holder === undefined ? {} : { row: holder.id };
  const outcome = waits === undefined ? 'matched' : 'unassigned';
  const isUnfit = kind === 'portrait' && file.stored.remarks.some(({ blocks }) => blocks);
  return isUnfit
    ? { fileName, outcome, ...row, isUnfit, says: `${says}。不合一寸照的要求，请更换` }
    : { fileName, outcome, ...row, says };
}

/** Enters what has been prepared, in order; the class is held meanwhile. */
export async function keepFiles(
  context: Context,
  record: ClassRecord,
  outcomes: readonly Outcome[],
  { holders }: Trainees,
): Promise<AddedFile[]> {
  const shelf = new Shelf(context, record, await readAttachments(context, record, holders));
  const files: AddedFile[] = [];
  for (const outcome of outcomes) files.push('outcome' in outcome ? outcome : await keep(shelf, outcome));
  await shelf.write();
  return files;
}
