import type { ComponentProps, ReactNode } from "react";
import { RouteButton } from "../shell/links.tsx";
import { Page } from "../shell/page.tsx";
import { ResourceTable } from "./resource-table.tsx";

type TableProps<T> = ComponentProps<typeof ResourceTable<T>>;

interface ListPageProps<T> extends Omit<TableProps<T>, "titleVariant" | "variant" | "empty" | "actions"> {
  /** Where one more is made: the table's first button, and what an empty one offers. */
  readonly create: { readonly text: string; readonly href: string };
  /** What an empty table says. */
  readonly empty: string;
  /** What can be done with those that are selected; it stands before the button that creates. */
  readonly actions?: (selected: readonly T[]) => ReactNode;
  /** Dialogs. */
  readonly children?: ReactNode;
}

/** The page of a service that lists its resources: one table, whose title is the page's. */
export function ListPage<T>({ title, create, empty, actions, children, ...table }: ListPageProps<T>) {
  return (
    <Page title={title} breadcrumbs={[]} titleInContent>
      <ResourceTable
        {...table}
        title={title}
        titleVariant="h1"
        variant="full-page"
        empty={{ text: empty, action: <RouteButton href={create.href}>{create.text}</RouteButton> }}
        actions={(selected) => (
          <>
            {actions?.(selected)}
            <RouteButton variant="primary" href={create.href}>
              {create.text}
            </RouteButton>
          </>
        )}
      />
      {children}
    </Page>
  );
}
