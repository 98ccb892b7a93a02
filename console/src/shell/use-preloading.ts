import { useEffect } from "react";
import { preloadPage } from "./routes.tsx";

/** So long after a page has come its most likely next one is fetched, if the browser has nothing else to do. */
const restMs = 600;

/**
 * Pages' code is fetched before it is needed: of a link that the pointer or the keyboard comes to, and, when a page has been there for a while, of what its
 * first table leads to. A page that is opened then stands at once.
 */
export function usePreloading(pathname: string): void {
  useEffect(() => {
    const ofLink = ({ target }: Event) => {
      const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[href^="/console/"]') : null;
      if (link) preloadPage(link.pathname);
    };
    document.addEventListener("pointerover", ofLink, { passive: true });
    document.addEventListener("focusin", ofLink);
    return () => {
      document.removeEventListener("pointerover", ofLink);
      document.removeEventListener("focusin", ofLink);
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each page.
  useEffect(() => {
    const timer = window.setTimeout(() => {
      window.requestIdleCallback?.(() => {
        const link = document.querySelector<HTMLAnchorElement>('table a[href^="/console/"]');
        if (link) preloadPage(link.pathname);
      });
    }, restMs);
    return () => window.clearTimeout(timer);
  }, [pathname]);
}
