import { type ParseJob, parseJob, type SheetsOrReason } from './child-protocol';
import { OverLimit } from './limits';
import { damagedReason } from './package-check';
import { readCompound, readMarkup } from './workbook-legacy';
import { readPackage } from './workbook-package';

/** The reading process: takes one job from its parent, answers once, and ends with it. */
async function answer(job: ParseJob): Promise<SheetsOrReason> {
  try {
    if (job.kind === 'markup') return { sheets: readMarkup(job.text) };
    return { sheets: job.kind === 'package' ? await readPackage(job.bytes) : await readCompound(job.bytes) };
  } catch (error) {
    return { unreadable: error instanceof OverLimit ? error.message : damagedReason };
  }
}

process.once('disconnect', () => process.exit(0));
process.once('message', async (message: unknown) => {
  process.send?.(await answer(parseJob(message)));
});
