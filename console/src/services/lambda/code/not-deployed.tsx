import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { CodeSource } from "./use-code-source.ts";

/** Edits of before, to code that is no longer there. */
export function OldDraft({ source }: { source: CodeSource }) {
  return (
    <Alert
      type="warning"
      header="There are changes of yours that were not deployed"
      action={
        <SpaceBetween direction="horizontal" size="xs">
          <Button onClick={() => source.takeOldDraft(false)}>Forget them</Button>
          <Button onClick={() => source.takeOldDraft(true)}>Take them up</Button>
        </SpaceBetween>
      }
    >
      They were made in a version of the code that has been replaced since. Taken up, they stand over what is deployed
      now: {Object.keys(source.oldDraft?.edits.files ?? {}).join(", ")}.
    </Alert>
  );
}

export function Replaced({ source }: { source: CodeSource }) {
  return (
    <Alert type="warning" header="The code has been replaced since you began to change it">
      Somebody has deployed other code, which is what runs and what the other files show. Your changes stand over it:
      Deploy puts yours in the place of {[...source.changedPaths].join(", ")}. Discard them to see what is there now.
    </Alert>
  );
}
