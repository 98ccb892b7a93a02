import { useEffect, useRef, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { isSameAddress, readAddress, type TableAddress, writeAddress } from "./table-address.ts";

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
