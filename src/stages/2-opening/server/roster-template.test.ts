import { describe, expect, it } from 'vitest';
import { readSheets } from '#platform/spreadsheet/read';
import { findHeader } from '../domain/lists/find-header';
import { rosterForm } from '../domain/roster/form';
import { rosterFields } from '../domain/roster/fields';
import { rosterCheck } from './roster-check';
import { startsOn } from '../domain/roster/sample-people';
import { rosterTemplate } from './roster-template';

describe('the roster template', () => {
  it('has a heading that our own reader understands in every column', async () => {
    const read = await readSheets(await rosterTemplate(60), 'template.xlsx');
    const sheet = 'sheets' in read ? read.sheets[0] : undefined;
    const header = sheet && findHeader(rosterForm, sheet);
    expect(header).toMatchObject({ top: 1, bottom: 1, unmapped: [], repeated: [] });
    expect(header?.columns).toEqual(Object.fromEntries(rosterFields.map((field, at) => [field, at])));
  });

  it('says of itself that nobody has been entered yet', async () => {
    const check = await rosterCheck(await rosterTemplate(60), 'template.xlsx', { startsOn });
    expect(check).toEqual({ unreadable: expect.stringContaining('没有学员') });
  });
});
