import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useEffect, useState } from "react";
import { serverIsBack } from "../live/server-is-back.ts";

type Seen = "there" | "away" | "back";

const pauseMs = 700;
const longestAnswerMs = 2_000;
const backShowsMs = 4_000;

/** A line below the top bar while the server does not answer: what the page shows may be old. With its return the page asks anew at once. */
export function ServerWatch() {
  const seen = useServer();
  if (seen === "there") return null;
  return (
    <div className="squall-server-watch" role="status">
      {seen === "away" ? (
        <StatusIndicator type="error">
          Squall does not answer. The page shows what it was told last, and goes on by itself.
        </StatusIndicator>
      ) : (
        <StatusIndicator type="success">Squall answers again.</StatusIndicator>
      )}
    </div>
  );
}

function useServer(): Seen {
  const [seen, setSeen] = useState<Seen>("there");
  useEffect(() => {
    const stopped = new AbortController();
    let isAway = false;
    let timer: number | undefined;
    const look = async () => {
      window.clearTimeout(timer);
      if (document.visibilityState === "visible") {
        const isThere = await answers(stopped.signal);
        if (stopped.signal.aborted) return;
        if (!isThere) setSeen("away");
        else if (isAway) {
          setSeen("back");
          window.dispatchEvent(new Event(serverIsBack));
          window.setTimeout(() => setSeen((now) => (now === "back" ? "there" : now)), backShowsMs);
        }
        isAway = !isThere;
      }
      timer = window.setTimeout(look, pauseMs);
    };
    void look();
    return () => {
      stopped.abort();
      window.clearTimeout(timer);
    };
  }, []);
  return seen;
}

/** Whatever the answer is: a server that refuses is there. */
async function answers(stopped: AbortSignal): Promise<boolean> {
  try {
    await fetch("/_squall/health", {
      cache: "no-store",
      signal: AbortSignal.any([stopped, AbortSignal.timeout(longestAnswerMs)]),
    });
    return true;
  } catch {
    return false;
  }
}
