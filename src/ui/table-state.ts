/** What a list shows, as the address of the page holds it. */
export interface TableView {
  readonly sort: string | undefined;
  readonly descending: boolean;
  readonly filters: Readonly<Record<string, string>>;
  /** Chosen columns in order; undefined means the page's own choice. */
  readonly columns: readonly string[] | undefined;
  /** Where the page after this one starts; undefined on the first page. */
  readonly cursor: string | undefined;
  readonly page: number;
}

export type QueryValues = Readonly<Record<string, string | undefined>>;

export const emptyView: TableView = {
  sort: undefined,
  descending: false,
  filters: {},
  columns: undefined,
  cursor: undefined,
  page: 1,
};

/** Query of an address for a view; `prefix` keeps two tables of one page apart. */
export function viewToQuery(view: TableView, prefix = ''): Record<string, string> {
  const query: Record<string, string> = {};
  const put = (key: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') query[prefix + key] = value;
  };
  put('sort', view.sort === undefined ? undefined : `${view.descending ? '-' : ''}${view.sort}`);
  put('columns', view.columns?.join(','));
  put('cursor', view.cursor);
  put('page', view.page > 1 ? String(view.page) : undefined);
  for (const [key, value] of Object.entries(view.filters)) put(`f.${key}`, value);
  return query;
}

export function viewOfQuery(query: QueryValues, fallback: TableView = emptyView, prefix = ''): TableView {
  const sort = query[`${prefix}sort`];
  const columns = query[`${prefix}columns`];
  const page = Number(query[`${prefix}page`] ?? '1');
  const filters: Record<string, string> = {};
  for (const [key, value] of Object.entries(query)) {
    if (key.startsWith(`${prefix}f.`) && value) filters[key.slice(prefix.length + 2)] = value;
  }
  return {
    sort: sort === undefined ? fallback.sort : sort.replace(/^-/, ''),
    descending: sort === undefined ? fallback.descending : sort.startsWith('-'),
    filters,
    columns: columns ? columns.split(',') : fallback.columns,
    cursor: query[`${prefix}cursor`],
    page: Number.isInteger(page) && page > 1 ? page : 1,
  };
}

/** Keys of a query that belong to the view, so that others are kept. */
export const isViewKey = (key: string, prefix = ''): boolean =>
  key.startsWith(prefix) && /^(sort|columns|cursor|page|f\..+)$/.test(key.slice(prefix.length));
