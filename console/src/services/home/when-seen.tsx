import { type ReactNode, Suspense, useEffect, useRef, useState } from "react";

/** Shows, and so fetches, what is below the fold only when the user comes near it. */
export function WhenSeen({ children }: { children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    if (!place.current) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && setSeen(true));
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={place} className="squall-when-seen">
      {isSeen && <Suspense fallback={null}>{children}</Suspense>}
    </div>
  );
}
