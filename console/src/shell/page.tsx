import type { BreadcrumbGroupProps } from "@cloudscape-design/components/breadcrumb-group";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import { createContext, type ReactNode, useContext, useEffect } from "react";

/** What a page tells the frame around it. */
export interface PageFrame {
  readonly breadcrumbs: readonly BreadcrumbGroupProps.Item[];
}

export const PageFrameContext = createContext<(frame: PageFrame) => void>(() => {});

interface PageProps {
  readonly title: string;
  /** From below the service to above this page; the service and the page itself are added. */
  readonly breadcrumbs: readonly BreadcrumbGroupProps.Item[];
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  readonly info?: ReactNode;
  /** A page whose only content is a table has its title in the table's header. */
  readonly titleInContent?: boolean;
  readonly children: ReactNode;
}

/** A page's heading and its place: breadcrumbs, the tab's title, the one h1. */
export function Page({ title, breadcrumbs, description, actions, info, titleInContent, children }: PageProps) {
  const setFrame = useContext(PageFrameContext);
  const trail = JSON.stringify(breadcrumbs);
  useEffect(() => {
    setFrame({ breadcrumbs: [...(JSON.parse(trail) as BreadcrumbGroupProps.Item[]), { text: title, href: "" }] });
    document.title = `${title} | Squall`;
  }, [setFrame, trail, title]);
  if (titleInContent) return children;
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={description} actions={actions} info={info}>
          <span className="squall-anywhere">{title}</span>
        </Header>
      }
    >
      {children}
    </ContentLayout>
  );
}
