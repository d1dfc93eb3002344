/** Somebody on the roster of a call. */
interface Person {
  readonly rowId: string;
  readonly name: string;
}

interface Answered {
  readonly hasPicture: boolean;
  readonly marks: Readonly<Record<string, boolean>>;
  readonly reasons: Readonly<Record<string, string>>;
}

/** What an answer still lacks, each with the field where it is given: the button stands far below them on a phone. */
export function leftUndone(people: readonly Person[], { hasPicture, marks, reasons }: Answered) {
  const unmarked = people.filter(({ rowId }) => marks[rowId] === undefined);
  const [first] = unmarked;
  return [
    ...(hasPicture ? [] : [{ id: 'picture', message: '请拍现场照片' }]),
    ...(first ? [{ id: `mark-${first.rowId}`, message: `还有 ${unmarked.length} 人没有点到，从${first.name}起` }] : []),
    ...people
      .filter(({ rowId }) => marks[rowId] === false && !reasons[rowId]?.trim())
      .map(({ rowId, name }) => ({ id: `reason-${rowId}`, message: `${name}不在场，请写明去向` })),
  ];
}
