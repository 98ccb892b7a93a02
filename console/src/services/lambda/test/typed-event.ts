import { useStored } from "../../../live/stored.ts";
import { useSession } from "../../../shell/session-provider.tsx";

/** What stands in the form of the Test tab and is not saved. */
export interface TypedEvent {
  readonly isNew: boolean;
  /** The saved event that is being changed. */
  readonly savedAs: string | undefined;
  readonly name: string;
  readonly json: string;
}

/** Kept with the browser's tab, like the code that is not deployed: neither the page's other tabs nor a reload take it away. */
export function useTypedEvent(functionName: string) {
  const { account, region } = useSession();
  return useStored<TypedEvent | undefined>(
    `draft.event.${account}.${region}.${functionName}`,
    undefined,
    window.sessionStorage,
  );
}
