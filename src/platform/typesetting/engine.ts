import { NodeCompiler, type NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler';
import type { TypesetAnswer, TypesetJob } from './job';
import { drawnInstead, missingIn } from './missing-glyphs';
import { splitPages } from './svg-pages';

/** A folder that need not exist: every file a template may read is mapped below it, and nothing else can be read. */
const root = '/mingxun-typesetting';
const main = `${root}/main.typ`;
/** Rounds of drawing what no font has; each round names every character missing so far. */
const rounds = 3;

let compiler: { readonly key: string; readonly instance: NodeCompiler } | undefined;

function compilerFor(folders: readonly string[]): NodeCompiler {
  const key = folders.join('\n');
  if (compiler?.key !== key) {
    compiler = { key, instance: NodeCompiler.create({ workspace: root, fontArgs: [{ fontPaths: [...folders] }] }) };
  }
  return compiler.instance;
}

/** One document, from template and data to bytes; caches are dropped afterwards, whatever happened. */
export function typeset(job: TypesetJob): TypesetAnswer {
  const typst = compilerFor(job.fontFolders);
  try {
    mapFiles(typst, job);
    return draw(typst, job);
  } finally {
    typst.resetShadow();
    typst.evictCache(0);
  }
}

function mapFiles(typst: NodeCompiler, job: TypesetJob) {
  typst.addSource(main, job.source);
  typst.addSource(`${root}/kit.typ`, job.kit);
  typst.mapShadow(`${root}/data.json`, Buffer.from(job.data));
  typst.mapShadow(`${root}/profile.json`, Buffer.from(job.profile));
  for (const [path, content] of Object.entries(job.files)) typst.mapShadow(`${root}/${path}`, Buffer.from(content));
}

function draw(typst: NodeCompiler, job: TypesetJob): TypesetAnswer {
  const absent = new Set<string>();
  for (let round = 0; ; round += 1) {
    typst.mapShadow(`${root}/missing.json`, Buffer.from(JSON.stringify([...absent].map(drawnInstead))));
    const compiled = compile(typst);
    if (typeof compiled === 'string') return { kind: 'template', diagnostics: compiled };
    const outcome = exportPdf(typst, compiled, job.madeAt);
    if (outcome instanceof Uint8Array) return answer(typst, compiled, outcome, job, [...absent]);
    const fresh = outcome.characters.filter((character) => !absent.has(character));
    for (const character of fresh) absent.add(character);
    if (outcome.characters.length === 0) return { kind: 'template', diagnostics: outcome.diagnostics };
    if (job.missingGlyph === 'refuse' || fresh.length === 0 || round === rounds) {
      return { kind: 'missing-glyph', characters: [...absent] };
    }
  }
}

function answer(
  typst: NodeCompiler,
  compiled: NodeTypstDocument,
  bytes: Uint8Array,
  job: TypesetJob,
  drawn: string[],
): TypesetAnswer {
  if (job.output === 'pdf') return { kind: 'pdf', bytes, pageCount: compiled.numOfPages, drawn };
  return { kind: 'pages', pages: splitPages(typst.plainSvg(compiled)), drawn };
}

function compile(typst: NodeCompiler): NodeTypstDocument | string {
  const result = typst.compile({ mainFilePath: main });
  const failure = result.takeError();
  if (failure) return JSON.stringify(failure.shortDiagnostics);
  return result.result ?? 'no document';
}

/** Always PDF/A-2u: it is the one export that tells of a missing glyph instead of leaving a hole. */
function exportPdf(typst: NodeCompiler, compiled: NodeTypstDocument, madeAt: number) {
  try {
    return typst.pdf(compiled, { pdfStandard: 'a-2u', creationTimestamp: madeAt });
  } catch (error) {
    const diagnostics = error instanceof Error ? error.message : String(error);
    return { diagnostics, characters: missingIn(diagnostics) };
  }
}
