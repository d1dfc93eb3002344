import { z } from 'zod';
import { done, missing, query } from '#platform/operation';
import { findInstitutionFacts, readCatalogue } from './institutions';

/** 本机构的定点范围，供新建班期选择 */
export const ownInstitution = query({
  name: 'institution.own',
  path: '/own-institution',
  title: '本机构档案',
  by: ['institutionClerk', 'institutionPrincipal'],
  input: z.object({}),
  async handle(_input, context) {
    const id = context.actor.institutionId;
    const facts = id ? await findInstitutionFacts(context, id) : undefined;
    if (!id || !facts) return missing('本机构档案');
    return done({
      id,
      ...facts,
      teachers: facts.teachers.map(({ personKey: _key, ...teacher }) => teacher),
      catalogue: await readCatalogue(context),
    });
  },
});
