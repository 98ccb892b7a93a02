import { readStored, useStored } from "../../../live/stored.ts";
import { useSession } from "../../../shell/session-provider.tsx";

/** What AWS accepts for the name of a test event. */
export const eventNameRule = "Maximum of 25 characters consisting of letters, numbers, dots, hyphens and underscores.";

/** What is wrong with a name for a new event: the rule, or that there is one of that name, which it would overwrite. */
export function checkEventName(name: string, events: SavedEvents["events"]): string | undefined {
  if (name === "") return "Enter a name for the event.";
  if (!/^[a-zA-Z0-9._-]{1,25}$/.test(name)) return eventNameRule;
  return Object.hasOwn(events, name)
    ? `There is a test event ${name}. Choose another name, or edit that one.`
    : undefined;
}

export function toEventJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}

/** Test events of a function by name: this browser's, as AWS's private events are one user's. */
export interface SavedEvents {
  readonly events: Readonly<Record<string, string>>;
  /** The one that was chosen last, else the first. */
  readonly current: string | undefined;
  readonly choose: (name: string) => void;
  readonly save: (name: string, json: string) => void;
  readonly remove: (name: string) => void;
}

export function useSavedEvents(functionName: string): SavedEvents {
  const { account, region } = useSession();
  const stored = `test-events.${account}.${region}.${functionName}`;
  const [events, store] = useStored<SavedEvents["events"]>(stored, {});
  // Another tab may have saved some since.
  const latest = () => readStored<SavedEvents["events"]>(stored, events);
  const [last, choose] = useStored<string>(`test-event.${functionName}`, "");
  const names = Object.keys(events);
  return {
    events,
    current: names.includes(last) ? last : names[0],
    choose,
    save: (name, json) => {
      store({ ...latest(), [name]: json });
      choose(name);
    },
    remove: (name) => {
      const { [name]: _gone, ...rest } = latest();
      store(rest);
    },
  };
}
