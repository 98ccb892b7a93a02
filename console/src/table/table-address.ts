import { useEffect, useRef, useState } from "react";
import { useLocation, useNavigate } from "react-router";

/** What a table shows of its rows, as it stands in the page's address: a link or a bookmark brings it back. */
export interface TableAddress {
  readonly find: string;
  /** From 1. */
  readonly page: number;
  /** By the id of the filter. */
  readonly chosen: Readonly<Record<string, string>>;
}

/** So long a user pauses before what was typed goes into the address. */
const pauseMs = 300;

/**
 * The table's part of the address, and how to change it. Of a page that is one table the names are plain (`?find=…&page=2&by.runtime=…`), of others they
 * begin with the table's. Nothing is added to the browser's history: Back leaves the page, not a letter.
 */
export function useTableAddress(
  name: string | undefined,
  filterIds: readonly string[],
  onMove: (address: TableAddress) => void,
): [TableAddress, (address: TableAddress) => void] {
  const { search, pathname, state } = useLocation();
  const navigate = useNavigate();
  const [first] = useState(() => readAddress(search, name, filterIds));
  const written = useRef(first);
  const timer = useRef<number>(undefined);
  const latest = useRef({ pathname, state, navigate, onMove });
  latest.current = { pathname, state, navigate, onMove };

  useEffect(() => () => window.clearTimeout(timer.current), []);
  // A link to this page, or Back, with another filter; what was just typed and is not written yet stays.
  const ids = filterIds.join();
  useEffect(() => {
    if (timer.current !== undefined) return;
    const found = readAddress(search, name, ids === "" ? [] : ids.split(","));
    if (isSameAddress(found, written.current)) return;
    written.current = found;
    latest.current.onMove(found);
  }, [search, name, ids]);

  const write = (address: TableAddress) => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      timer.current = undefined;
      if (isSameAddress(address, written.current)) return;
      written.current = address;
      const { pathname: path, state: kept, navigate: go } = latest.current;
      // The links of the page's parts may have changed the rest of it meanwhile.
      const next = writeAddress(window.location.search, name, address);
      void go({ pathname: path, search: next, hash: window.location.hash }, { replace: true, state: kept });
    }, pauseMs);
  };
  return [first, write];
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

function isSameAddress(one: TableAddress, other: TableAddress): boolean {
  return writeAddress("", undefined, one) === writeAddress("", undefined, other);
}
