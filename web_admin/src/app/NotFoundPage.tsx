import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Empty } from '../parts/Empty';
import { PageFrame } from '../parts/PageFrame';

export default function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <PageFrame title={t('not_found.title')}>
      <Empty icon="search" title={t('not_found.heading')} text={t('not_found.text')}>
        <Button component={Link} href="/">
          {t('not_found.home')}
        </Button>
      </Empty>
    </PageFrame>
  );
}
