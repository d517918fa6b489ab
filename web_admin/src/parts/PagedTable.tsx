import { Button } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem } from '../api/problem';
import type { Page } from '../api/types';
import { Failure } from './Failure';
import styles from './parts.module.css';
import { Waiting } from './Waiting';

/** A table that grows page by page on demand; says so when it waits, failed or has nothing to show. */
export function PagedTable<Item>({
  query,
  label,
  columns,
  row,
  empty,
}: {
  query: UseInfiniteQueryResult<InfiniteData<Page<Item>>>;
  label: string;
  columns: string[];
  /** One `tr`, with its key. */
  row: (item: Item) => ReactNode;
  empty: ReactNode;
}) {
  const { t } = useTranslation();
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className={styles.panel}>
      {query.isPending && <Waiting rows={6} />}
      {query.isError && <Failure problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && empty}
      {items.length > 0 && (
        <div className={styles.tableWrap} tabIndex={0} role="region" aria-label={label}>
          <table className={styles.table}>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>{items.map(row)}</tbody>
          </table>
        </div>
      )}
      {query.hasNextPage && (
        <div className={styles.more}>
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t('action.more')}
          </Button>
        </div>
      )}
    </div>
  );
}
