import { type PDFiumDocument, PDFiumLibrary, type PDFiumPage } from '@hyzyla/pdfium';
import sharp from 'sharp';
import { serveJobs } from '../typesetting/child-service';
import { type PdfAnswer, type PdfJob, pdfJob } from './pdf-job';

/** Height of a drawn page in widths, so that a page a hundred metres long stays a picture. */
const tallest = 3;

async function pagesOf(job: PdfJob): Promise<PdfAnswer> {
  const library = await PDFiumLibrary.init();
  const opened = await open(library, job.bytes);
  if ('kind' in opened) return opened;
  const pageCount = opened.getPageCount();
  if (pageCount === 0) return { kind: 'damaged' };
  if (pageCount > job.maxPages) return { kind: 'too-many', pageCount };
  const pages = [];
  for (const page of opened.pages()) pages.push(await draw(page, job.pageWidth));
  return { kind: 'pages', pages };
}

async function open(library: PDFiumLibrary, bytes: Uint8Array): Promise<PDFiumDocument | PdfAnswer> {
  try {
    return await library.loadDocument(bytes);
  } catch (error) {
    const text = error instanceof Error ? error.message : '';
    return { kind: /password/i.test(text) ? 'encrypted' : 'damaged' };
  }
}

async function draw(page: PDFiumPage, pageWidth: number) {
  const { originalWidth, originalHeight } = page.getOriginalSize();
  const scale = Math.min(pageWidth / originalWidth, (pageWidth * tallest) / originalHeight);
  const { data, width, height } = await page.render({ scale, renderFormFields: true });
  const { data: bytes, info } = await sharp(data, { raw: { width, height, channels: 4 } })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 80 })
    .toBuffer({ resolveWithObject: true });
  return { bytes, width: info.width, height: info.height };
}

sharp.concurrency(1);
serveJobs((job) => pagesOf(pdfJob.parse(job)));
