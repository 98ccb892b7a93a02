import { formatJson } from "../policy/policy-document.ts";

/** JSON as it is read, or text that is none. It scrolls, so the keyboard must reach it. */
export function JsonText({ text, testId }: { readonly text: string; readonly testId?: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <pre className="squall-pre" tabIndex={0} data-testid={testId}>
      {formatJson(text)}
    </pre>
  );
}
