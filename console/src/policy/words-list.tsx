import { policyInWords } from "./in-words.ts";
import type { PolicyDocument } from "./policy-document.ts";

/** A policy's statements as sentences. */
export function WordsList({ document }: { document: PolicyDocument | undefined }) {
  return (
    <ul className="squall-words">
      {policyInWords(document).map((sentence) => (
        <li key={sentence} className="squall-anywhere">
          {sentence}
        </li>
      ))}
    </ul>
  );
}
