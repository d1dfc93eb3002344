import { useQuery } from '@tanstack/vue-query';
import { z } from 'zod/mini';
import type { ClauseId } from '#law/clause-ids';
import { clauseIds } from '#law/clause-ids';

const described = z.object({
  operationId: z.string(),
  summary: z.string(),
  'x-cites': z.array(z.string()),
});
const descriptionForm = z.object({ paths: z.record(z.string(), z.record(z.string(), described)) });

/** An operation as its own description tells it: the name, the title, the clauses it carries out. */
export interface DescribedOperation {
  readonly name: string;
  readonly title: string;
  readonly cites: readonly ClauseId[];
}

async function readOperations(): Promise<DescribedOperation[]> {
  const response = await fetch('/api/openapi.json', { credentials: 'same-origin' });
  const { paths } = descriptionForm.parse(await response.json());
  return Object.values(paths)
    .flatMap((methods) => Object.values(methods))
    .map((each) => ({
      name: each.operationId,
      title: each.summary,
      cites: clauseIds.filter((id) => each['x-cites'].includes(id)),
    }));
}

/** Every operation with its Chinese title, from the description the server gives of itself. */
export const useOperations = () =>
  useQuery({ queryKey: ['operations'], queryFn: readOperations, staleTime: Number.POSITIVE_INFINITY });
