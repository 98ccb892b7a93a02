import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, Suspense, useState } from "react";
import { JsonText } from "../shell/json-text.tsx";
import { useNotify } from "../shell/notifications.tsx";
import { formatJson, parseDocument } from "./policy-document.ts";
import { WordsList } from "./words-list.tsx";

const PolicyDialog = lazy(async () => ({ default: (await import("./policy-dialog.tsx")).PolicyDialog }));

interface PolicyPanelProps {
  readonly title: string;
  /** "queue orders". */
  readonly owner: string;
  readonly description: string;
  /** JSON; undefined where there is none. */
  readonly policy: string | undefined;
  /** What holds without one. */
  readonly empty?: string;
  /** What a first one begins with. */
  readonly initial: string;
  readonly save: (policy: string) => Promise<unknown>;
}

/** A resource's policy in words and as it is written, and the dialog that changes it. */
export function PolicyPanel({
  title,
  owner,
  description,
  policy,
  empty = "No policy: only the account itself has access.",
  initial,
  save,
}: PolicyPanelProps) {
  const notify = useNotify();
  const [isEditing, setEditing] = useState(false);
  const document = policy ? formatJson(policy) : undefined;
  return (
    <Container
      header={
        <Header variant="h2" description={description} actions={<Button onClick={() => setEditing(true)}>Edit</Button>}>
          {title}
        </Header>
      }
    >
      {document === undefined ? (
        <Box color="text-body-secondary">{empty}</Box>
      ) : (
        <SpaceBetween size="s">
          <WordsList document={parseDocument(document)} />
          <JsonText text={document} />
        </SpaceBetween>
      )}
      {isEditing && (
        <Suspense fallback={null}>
          <PolicyDialog
            title={`Edit ${title.toLowerCase()}`}
            document={document ?? formatJson(initial)}
            save={async (text) => {
              await save(text);
              notify.success(`Successfully edited the ${title.toLowerCase()} of ${owner}.`);
            }}
            onClose={() => setEditing(false)}
          />
        </Suspense>
      )}
    </Container>
  );
}
