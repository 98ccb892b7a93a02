import { type ReactNode, useEffect } from "react";
import { useBlocker } from "react-router";
import { useConfirm } from "../shell/confirm.tsx";

interface LeaveGuardProps {
  readonly title: string;
  /** What becomes of the changes. */
  readonly body: ReactNode;
}

/** Stands on a page with changes that are not saved, and asks before it is left. */
export function LeaveGuard({ title, body }: LeaveGuardProps) {
  const confirm = useConfirm();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => currentLocation.pathname !== nextLocation.pathname);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it asks once for each time that the page is to be left.
  useEffect(() => {
    if (blocker.state !== "blocked") return;
    void confirm({ title, body, action: "Leave" }).then((isMeant) => (isMeant ? blocker.proceed() : blocker.reset()));
  }, [blocker, confirm]);

  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, []);
  return null;
}
