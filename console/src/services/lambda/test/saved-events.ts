import { useStored } from "../../../live/stored.ts";
import { useSession } from "../../../shell/session-provider.tsx";

/** Test events of a function by name: this browser's, as AWS's private events are one user's. */
export interface SavedEvents {
  readonly events: Readonly<Record<string, string>>;
  readonly save: (name: string, json: string) => void;
  readonly remove: (name: string) => void;
}

export function useSavedEvents(functionName: string): SavedEvents {
  const { account, region } = useSession();
  const [events, store] = useStored<Readonly<Record<string, string>>>(
    `test-events.${account}.${region}.${functionName}`,
    {},
  );
  return {
    events,
    save: (name, json) => store({ ...events, [name]: json }),
    remove: (name) => {
      const { [name]: _gone, ...rest } = events;
      store(rest);
    },
  };
}
