import { JsonText } from "../../../shell/json-text.tsx";
import { splitMessage } from "./split-message.ts";

/** A log event's message: JSON in it is laid out, what stands before it stays before it. */
export function MessageText({ message }: { readonly message: string }) {
  const { before, json } = splitMessage(message);
  return (
    <>
      {before && <span className="squall-mono">{before}</span>}
      {json !== undefined && <JsonText text={json} />}
    </>
  );
}
