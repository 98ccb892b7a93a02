import type { GetFunctionCommandOutput } from "@aws-sdk/client-lambda";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { type ReactNode, useRef } from "react";
import { useParams } from "react-router";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { Page } from "../../../shell/page.tsx";
import { useFunction } from "../api.ts";
import { functionCrumbs } from "../paths.ts";

interface EditPageProps {
  readonly title: string;
  readonly description?: string;
  readonly children: (description: GetFunctionCommandOutput) => ReactNode;
}

/** A form that changes a function: it begins with what the function is when the page opens, whatever happens meanwhile. */
export function EditPage({ title, description, children }: EditPageProps) {
  const { name = "" } = useParams();
  const live = useFunction(name);
  const first = useRef<GetFunctionCommandOutput>(undefined);
  first.current ??= live.data;
  return (
    <Page title={title} description={description} breadcrumbs={functionCrumbs(name)}>
      {first.current ? (
        children(first.current)
      ) : live.isLoading ? (
        <StatusIndicator type="loading">Loading the function</StatusIndicator>
      ) : (
        <ErrorAlert error={live.error} title={`The function ${name} could not be read`} onRetry={live.refresh} />
      )}
    </Page>
  );
}
