/** One fault planted in the city and the place where a rule has to find it; rows count from 0. */
export interface Planted {
  /** Key of the class. */
  readonly story: string;
  readonly rule: string;
  readonly field: string;
  /** Row of the roster, the posts or the plan; none where the fault is of the whole. */
  readonly row?: number;
  /** The class and row the fault is copied from. */
  readonly from?: { readonly story: string; readonly row: number };
}
