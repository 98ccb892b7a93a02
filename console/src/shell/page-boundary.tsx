import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { Component, type ReactNode } from "react";

interface PageBoundaryProps {
  /** Another page is another chance. */
  readonly page: string;
  readonly children: ReactNode;
}

interface PageBoundaryState {
  readonly page: string;
  readonly error?: unknown;
}

/** Shows a page whose code does not load (the server was updated, or is gone) or fails as that, with the frame still around it. */
export class PageBoundary extends Component<PageBoundaryProps, PageBoundaryState> {
  override state: PageBoundaryState = { page: this.props.page };

  static getDerivedStateFromError(error: unknown): Partial<PageBoundaryState> {
    return { error };
  }

  static getDerivedStateFromProps({ page }: PageBoundaryProps, state: PageBoundaryState): PageBoundaryState | null {
    return page === state.page ? null : { page };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <Alert
        type="error"
        header="The page could not be shown"
        action={<Button onClick={() => window.location.reload()}>Reload</Button>}
      >
        {error instanceof Error ? error.message : String(error)}
      </Alert>
    );
  }
}
