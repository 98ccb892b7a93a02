import { useStored } from "../live/stored.ts";

/** What a user has chosen for one table; kept by this browser. */
export interface TablePreferences {
  readonly pageSize: number;
  readonly wrapLines: boolean;
  readonly stripedRows: boolean;
  readonly columns: readonly { readonly id: string; readonly visible: boolean }[];
  /** In pixels, of those that the user has made wider or narrower. */
  readonly widths?: Readonly<Record<string, number>>;
  readonly sort?: { readonly column: string; readonly descending: boolean };
}

export function usePreferences(
  tableId: string,
  columns: readonly { readonly id: string; readonly hidden?: boolean }[],
): [TablePreferences, (preferences: TablePreferences) => void] {
  const [stored, store] = useStored<TablePreferences | undefined>(`table.${tableId}`, undefined);
  const initial = columns.map(({ id, hidden }) => ({ id, visible: !hidden }));
  if (!stored) return [{ pageSize: 25, wrapLines: false, stripedRows: false, columns: initial }, store];
  // A column that an update brings is shown as new; one that it takes away is forgotten.
  const known = stored.columns.filter(({ id }) => columns.some((column) => column.id === id));
  const added = initial.filter(({ id }) => !known.some((column) => column.id === id));
  return [{ ...stored, columns: [...known, ...added] }, store];
}
