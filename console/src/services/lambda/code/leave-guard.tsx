import { useEffect } from "react";
import { useBlocker } from "react-router";
import { useConfirm } from "../../../shell/confirm.tsx";

/** Stands on a page with undeployed changes and asks before it is left. They are kept with the tab all the same. */
export function LeaveGuard({ functionName }: { functionName: string }) {
  const confirm = useConfirm();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    if (blocker.state !== "blocked") return;
    void confirm({
      title: "Leave with undeployed changes?",
      body: (
        <>
          The code of <b>{functionName}</b> has changes that are not deployed. They are kept in this browser tab and are
          here again when you come back, but the function runs without them.
        </>
      ),
      action: "Leave",
    }).then((isMeant) => (isMeant ? blocker.proceed() : blocker.reset()));
  }, [blocker, confirm, functionName]);

  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, []);
  return null;
}
