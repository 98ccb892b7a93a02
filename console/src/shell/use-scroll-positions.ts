import { useEffect, useLayoutEffect, useRef } from "react";
import { useLocation, useNavigationType } from "react-router";
import { readStored, writeStored } from "../live/stored.ts";

/** A page begins at its top; Back and a reload bring the place where it was left, as soon as the page is that long again. */
export function useScrollPositions(): void {
  const { key, pathname } = useLocation();
  const isBack = useNavigationType() === "POP";
  const positions = useRef(readStored<Record<string, number>>(storageName, {}, window.sessionStorage));
  const before = useRef<string>(undefined);

  useEffect(() => {
    window.history.scrollRestoration = "manual";
    const keep = () => writeStored(storageName, newest(positions.current), window.sessionStorage);
    window.addEventListener("pagehide", keep);
    return () => window.removeEventListener("pagehide", keep);
  }, []);

  useLayoutEffect(() => {
    const isSamePage = before.current === pathname;
    before.current = pathname;
    const wanted = isBack ? (positions.current[key] ?? 0) : 0;
    // Another tab or filter of the same page leaves the eye where it is.
    const stop = isSamePage && !isBack ? undefined : scrollTo(wanted);
    const note = () => {
      if (!stop?.isUnderWay()) positions.current[key] = window.scrollY;
    };
    window.addEventListener("scroll", note, { passive: true });
    return () => {
      stop?.end();
      window.removeEventListener("scroll", note);
    };
  }, [key, pathname, isBack]);
}

const storageName = "scroll";
const mostPositions = 100;
/** What is not there by then is another page than the one that was left. */
const longestWaitMs = 5_000;

/** Scrolls at once if the page is long enough, else when it has become so, unless the user scrolls first. */
function scrollTo(top: number): { readonly end: () => void; readonly isUnderWay: () => boolean } {
  let isUnderWay = true;
  const end = () => {
    isUnderWay = false;
    observer.disconnect();
    window.clearTimeout(timer);
    for (const name of ownScrolls) window.removeEventListener(name, end);
  };
  const attempt = () => {
    window.scrollTo(0, top);
    if (Math.abs(window.scrollY - top) < 2) end();
  };
  const observer = new ResizeObserver(attempt);
  const timer = window.setTimeout(end, longestWaitMs);
  for (const name of ownScrolls) window.addEventListener(name, end, { passive: true });
  observer.observe(document.body);
  attempt();
  return { end, isUnderWay: () => isUnderWay };
}

const ownScrolls = ["wheel", "touchmove", "keydown", "pointerdown"] as const;

function newest(positions: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(positions).slice(-mostPositions));
}
