import { useCollection } from "@cloudscape-design/collection-hooks";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import CollectionPreferences from "@cloudscape-design/components/collection-preferences";
import Header, { type HeaderProps } from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { saveFile } from "../live/save-file.ts";
import type { Live } from "../live/use-live.ts";
import type { LiveList } from "../live/use-live-list.ts";
import { ErrorAlert } from "../shell/error-alert.tsx";
import { type ColumnFilter, ColumnFilters, passesFilters } from "./column-filters.tsx";
import { CopyArn } from "./copy-arn.tsx";
import { fitColumns } from "./fit-columns.ts";
import { type TablePreferences, usePreferences } from "./preferences.ts";
import { toCsv } from "./to-csv.ts";
import { useTableAddress } from "./use-table-address.ts";

export interface Column<T> {
  readonly id: string;
  readonly header: string;
  readonly cell: (item: T) => ReactNode;
  /** What the column sorts by and the search looks into; left out, it does neither. */
  readonly value?: (item: T) => string | number | undefined;
  readonly width?: number;
  readonly minWidth?: number;
  /** Not shown until the user asks for it in the preferences. */
  readonly hidden?: boolean;
}

interface ResourceTableProps<T> {
  /** Under which the user's preferences are kept. */
  readonly id: string;
  readonly title: string;
  readonly titleVariant?: HeaderProps["variant"];
  readonly description?: ReactNode;
  /** In a sentence: "functions". */
  readonly noun: string;
  /** A list that is read as far as it is shown stands in the server's order until the user sorts or searches it; then all of it is read. */
  readonly live: Live<readonly T[]> & Partial<Pick<LiveList<T>, "hasMore" | "need">>;
  readonly columns: readonly Column<T>[];
  readonly rowId: (item: T) => string;
  readonly rowName?: (item: T) => string;
  /** Of what the rows are; a selected one's can be copied. */
  readonly rowArn?: (item: T) => string | undefined;
  readonly select?: "single" | "multi";
  readonly onSelect?: (selected: readonly T[]) => void;
  readonly actions?: (selected: readonly T[]) => ReactNode;
  /** What an empty list says, and the button that changes it. */
  readonly empty: { readonly text: string; readonly action?: ReactNode };
  readonly searchPlaceholder?: string;
  readonly filters?: readonly ColumnFilter<T>[];
  readonly sortBy?: { readonly column: string; readonly descending?: boolean };
  readonly variant?: TableProps["variant"];
  /** There is more on the server than was read: a button under the table. */
  readonly footer?: ReactNode;
  readonly hideRefresh?: boolean;
  /** What the server lacks if it answers 501. */
  readonly feature?: string;
}

/** The one table of resources: search, filters, sorting, pages, preferences, selection, and what an empty or failed list says. */
export function ResourceTable<T>(props: ResourceTableProps<T>) {
  const place = useRef<HTMLDivElement>(null);
  const [roomPixels, setRoom] = useState<number>();
  // Before the browser draws: a table takes the widths of its columns once, when it is made.
  useLayoutEffect(() => setRoom(place.current?.clientWidth), []);
  return <div ref={place}>{roomPixels !== undefined && <FittedTable {...props} roomPixels={roomPixels} />}</div>;
}

function FittedTable<T>(props: ResourceTableProps<T> & { readonly roomPixels: number }) {
  const { live, columns, noun, rowId, rowName = rowId, select, empty, filters = [] } = props;
  const [preferences, setPreferences] = usePreferences(props.id, columns);
  const name = props.variant === "full-page" ? undefined : props.id;
  const [address, writeAddress] = useTableAddress(
    name,
    filters.map(({ id }) => id),
    (moved) => {
      setChosen(moved.chosen);
      collection.actions.setFiltering(moved.find);
      collection.actions.setCurrentPage(moved.page);
    },
  );
  const [chosen, setChosen] = useState(address.chosen);
  const { hasMore = false, need } = live;
  const all = live.data ?? [];
  const items = all.filter((item) => passesFilters(item, filters, chosen));
  const visible = preferences.columns.flatMap(({ id, visible: isVisible }) =>
    isVisible ? (columns.find((column) => column.id === id) ?? []) : [],
  );
  const widths = fitColumns(visible, props.roomPixels - aroundColumnsPixels - (select ? selectionPixels : 0));
  const definitions = columns.map((column) =>
    toDefinition(column, preferences.widths?.[column.id] ?? widths.get(column.id)),
  );
  // What has been read so far is put into no order: it would be that of a part.
  const sort = preferences.sort ?? (hasMore ? undefined : props.sortBy);
  const sortingColumn = definitions.find(({ id, sortingField }) => id === sort?.column && sortingField !== undefined);
  const collection = useCollection<T>(items, {
    filtering: {
      defaultFilteringText: address.find,
      empty: <Empty {...empty} />,
      noMatch: <Empty text={`No ${noun} match.`} />,
      filteringFunction: (item, text) => matches(item, text, columns),
    },
    pagination: { pageSize: preferences.pageSize, defaultPage: address.page },
    sorting: sortingColumn && { defaultState: { sortingColumn, isDescending: sort?.descending } },
    selection: { trackBy: rowId, keepSelection: true },
  });
  const selected = collection.collectionProps.selectedItems ?? [];
  const failed = live.error !== undefined && live.data === undefined;
  const text = collection.filterProps.filteringText;
  const [page, setPage] = useState(address.page);
  const show = (next: { find?: string; page?: number; chosen?: Readonly<Record<string, string>> }) => {
    setPage(next.page ?? 1);
    writeAddress({ find: text, chosen, page: 1, ...next });
  };
  const choose = (next: Readonly<Record<string, string>>) => {
    setChosen(next);
    collection.actions.setCurrentPage(1);
    show({ chosen: next });
  };
  const clear = () => {
    collection.actions.setFiltering("");
    setChosen({});
    show({ find: "", chosen: {} });
  };
  const isFiltered = all.length > 0 && items.length === 0;
  const [isCsvWanted, setCsvWanted] = useState(false);
  const isAllWanted =
    text !== "" || Object.values(chosen).some(Boolean) || preferences.sort !== undefined || isCsvWanted;
  const wanted = isAllWanted ? Number.POSITIVE_INFINITY : page * preferences.pageSize + 1;
  useEffect(() => need?.(wanted), [need, wanted]);
  useEffect(() => {
    if (!isCsvWanted || hasMore) return;
    setCsvWanted(false);
    const shown = text === "" ? items : items.filter((item) => matches(item, text, columns));
    saveFile(`${props.id}.csv`, toCsv(visible, shown), "text/csv");
  });

  return (
    <Table
      {...collection.collectionProps}
      onSelectionChange={(event) => {
        collection.collectionProps.onSelectionChange?.(event);
        props.onSelect?.(event.detail.selectedItems);
      }}
      onSortingChange={(event) => {
        collection.actions.setSorting(event.detail);
        show({});
        const { sortingColumn: by, isDescending = false } = event.detail;
        if (by.sortingField)
          setPreferences({ ...preferences, sort: { column: by.sortingField, descending: isDescending } });
      }}
      onColumnWidthsChange={({ detail }) =>
        setPreferences({
          ...preferences,
          widths: Object.fromEntries(visible.map(({ id }, at) => [id, Math.round(detail.widths[at] ?? 0)])),
        })
      }
      variant={props.variant ?? "container"}
      items={collection.items}
      columnDefinitions={definitions}
      columnDisplay={preferences.columns.map(({ id, visible }) => ({ id, visible }))}
      wrapLines={preferences.wrapLines}
      stripedRows={preferences.stripedRows}
      selectionType={select}
      trackBy={rowId}
      loading={live.isLoading}
      loadingText={`Loading ${noun}`}
      resizableColumns
      stickyHeader
      enableKeyboardNavigation
      ariaLabels={{
        tableLabel: props.title,
        allItemsSelectionLabel: () => `Select all ${noun}`,
        itemSelectionLabel: (_state, item) => `Select ${rowName(item)}`,
        selectionGroupLabel: `Selection of ${noun}`,
      }}
      empty={
        failed ? (
          <ErrorAlert
            error={live.error}
            title={`The ${noun} could not be read`}
            feature={props.feature ?? noun}
            onRetry={live.refresh}
          />
        ) : isFiltered ? (
          <Empty text={`No ${noun} match.`} action={<Button onClick={clear}>Clear filter</Button>} />
        ) : (
          collection.collectionProps.empty
        )
      }
      header={
        <Header
          variant={props.titleVariant ?? "h2"}
          description={props.description}
          counter={live.data && counter(selected.length, all.length, hasMore)}
          actions={
            <div className="squall-actions">
              {!props.hideRefresh && <Button iconName="refresh" ariaLabel={`Refresh ${noun}`} onClick={live.refresh} />}
              {all.length > 0 && (
                <Button
                  iconName="file"
                  ariaLabel={`Get ${noun} as CSV`}
                  loading={isCsvWanted}
                  onClick={() => setCsvWanted(true)}
                />
              )}
              {props.rowArn && <CopyArn arn={selected.length === 1 ? props.rowArn(selected[0]!) : undefined} />}
              {props.actions?.(selected)}
            </div>
          }
        >
          {props.title}
        </Header>
      }
      filter={
        <SpaceBetween direction="horizontal" size="xs">
          <TextFilter
            {...collection.filterProps}
            onChange={(event) => {
              collection.filterProps.onChange(event);
              show({ find: event.detail.filteringText });
            }}
            filteringPlaceholder={props.searchPlaceholder ?? `Find ${noun}`}
            filteringAriaLabel={props.searchPlaceholder ?? `Find ${noun}`}
            countText={
              hasMore ? `${countText(collection.filteredItemsCount)} so far` : countText(collection.filteredItemsCount)
            }
          />
          <ColumnFilters filters={filters} items={all} chosen={chosen} onChoose={choose} />
        </SpaceBetween>
      }
      pagination={
        <Pagination
          {...collection.paginationProps}
          openEnd={hasMore}
          onChange={(event) => {
            collection.paginationProps.onChange(event);
            show({ page: event.detail.currentPageIndex });
          }}
        />
      }
      preferences={<Preferences columns={columns} preferences={preferences} onChange={setPreferences} />}
      footer={props.footer}
    />
  );
}

function Empty({ text, action }: { text: string; action?: ReactNode }) {
  return (
    <Box textAlign="center" color="inherit" padding={{ vertical: "s" }}>
      <SpaceBetween size="m">
        <Box color="text-body-secondary">{text}</Box>
        {action}
      </SpaceBetween>
    </Box>
  );
}

function Preferences<T>({ columns, preferences, onChange }: PreferencesProps<T>) {
  return (
    <CollectionPreferences
      preferences={{
        pageSize: preferences.pageSize,
        wrapLines: preferences.wrapLines,
        stripedRows: preferences.stripedRows,
        contentDisplay: preferences.columns,
      }}
      pageSizePreference={{ options: [10, 25, 50, 100].map((value) => ({ value, label: `${value} rows` })) }}
      wrapLinesPreference={{}}
      stripedRowsPreference={{}}
      contentDisplayPreference={{
        options: columns.map(({ id, header }, index) => ({ id, label: header, alwaysVisible: index === 0 })),
      }}
      onConfirm={({ detail }) =>
        onChange({
          ...preferences,
          pageSize: detail.pageSize ?? preferences.pageSize,
          wrapLines: detail.wrapLines ?? preferences.wrapLines,
          stripedRows: detail.stripedRows ?? preferences.stripedRows,
          columns: detail.contentDisplay ?? preferences.columns,
        })
      }
    />
  );
}

interface PreferencesProps<T> {
  readonly columns: readonly Column<T>[];
  readonly preferences: TablePreferences;
  readonly onChange: (preferences: TablePreferences) => void;
}

/** The table's own space at both sides, and what a box to select takes. */
const aroundColumnsPixels = 42;
const selectionPixels = 54;

function toDefinition<T>(
  { id, header, cell, value, minWidth }: Column<T>,
  width: number | undefined,
): TableProps.ColumnDefinition<T> {
  return {
    id,
    header,
    cell,
    width,
    minWidth,
    ...(value && { sortingField: id, sortingComparator: (a: T, b: T) => compare(value(a), value(b)) }),
  };
}

function compare(a: string | number | undefined, b: string | number | undefined): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return order.compare(String(a ?? ""), String(b ?? ""));
}

/** Made once: a thousand rows are ten thousand comparisons. */
const order = new Intl.Collator("en", { numeric: true });

function matches<T>(item: T, text: string, columns: readonly Column<T>[]): boolean {
  const wanted = text.toLowerCase();
  return columns.some(({ value }) =>
    String(value?.(item) ?? "")
      .toLowerCase()
      .includes(wanted),
  );
}

function counter(selected: number, all: number, hasMore: boolean): string {
  const known = hasMore ? `${all}+` : all;
  return selected > 0 ? `(${selected}/${known})` : `(${known})`;
}

function countText(count: number | undefined): string {
  return count === 1 ? "1 match" : `${count ?? 0} matches`;
}
