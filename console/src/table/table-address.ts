/** What a table shows of its rows, as it stands in the page's address: a link or a bookmark brings it back. */
export interface TableAddress {
  readonly find: string;
  /** From 1. */
  readonly page: number;
  /** By the id of the filter. */
  readonly chosen: Readonly<Record<string, string>>;
}

export function readAddress(search: string, name: string | undefined, filterIds: readonly string[]): TableAddress {
  const given = new URLSearchParams(search);
  const begin = name === undefined ? "" : `${name}.`;
  const page = Number(given.get(`${begin}page`) ?? 1);
  const chosen = filterIds.flatMap((id) => {
    const value = given.get(`${begin}by.${id}`);
    return value ? [[id, value] as const] : [];
  });
  return {
    find: given.get(`${begin}find`) ?? "",
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
    chosen: Object.fromEntries(chosen),
  };
}

/** The address with the table's part of it; what is as it was at first is left out. */
export function writeAddress(search: string, name: string | undefined, { find, page, chosen }: TableAddress): string {
  const given = new URLSearchParams(search);
  const begin = name === undefined ? "" : `${name}.`;
  for (const key of [...given.keys()])
    if (key === `${begin}find` || key === `${begin}page` || key.startsWith(`${begin}by.`)) given.delete(key);
  if (find) given.set(`${begin}find`, find);
  if (page > 1) given.set(`${begin}page`, String(page));
  for (const [id, value] of Object.entries(chosen)) if (value) given.set(`${begin}by.${id}`, value);
  const text = given.toString();
  return text && `?${text}`;
}

export function isSameAddress(one: TableAddress, other: TableAddress): boolean {
  return writeAddress("", undefined, one) === writeAddress("", undefined, other);
}
