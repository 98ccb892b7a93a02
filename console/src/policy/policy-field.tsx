import Box from "@cloudscape-design/components/box";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, Suspense } from "react";
import { useStored } from "../live/stored.ts";
import { parseDocument } from "./policy-document.ts";
import { WordsList } from "./words-list.tsx";

const TextEditor = lazy(async () => ({ default: (await import("../form/code-editor.tsx")).TextEditor }));

interface PolicyFieldProps {
  readonly document: string;
  readonly onChange: (document: string) => void;
  readonly heightPixels?: number;
  /** It may be edited as fields, too: a policy of what somebody may do. Who may do it is said in JSON. */
  readonly hasVisual?: boolean;
}

const VisualEditor = lazy(() => import("./visual/visual-editor.tsx"));

export function PolicyField({ document, onChange, heightPixels = 320, hasVisual = false }: PolicyFieldProps) {
  const parsed = parseDocument(document);
  const [editor, setEditor] = useStored<"visual" | "json">("policy.editor", "json");
  const isVisual = hasVisual && editor === "visual";
  return (
    <SpaceBetween size="s">
      {hasVisual && (
        <SegmentedControl
          label="Policy editor"
          selectedId={editor}
          options={[
            { id: "visual", text: "Visual" },
            { id: "json", text: "JSON" },
          ]}
          onChange={({ detail }) => setEditor(detail.selectedId as "visual" | "json")}
        />
      )}
      <Suspense fallback={null}>
        {isVisual ? (
          <VisualEditor document={document} onChange={onChange} />
        ) : (
          <TextEditor
            value={document}
            language="json"
            ariaLabel="Policy document"
            onChange={onChange}
            heightPixels={heightPixels}
          />
        )}
      </Suspense>
      {parsed && !isVisual && (
        <Box color="text-body-secondary">
          In words:
          <WordsList document={parsed} />
        </Box>
      )}
    </SpaceBetween>
  );
}
