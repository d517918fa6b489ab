// What hangs on a message: pictures to look at, other files to take, all of them at once. Each look is on record, so a
// picture is asked for only when it comes into sight.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../api/client';
import { asProblem, Problem, type ProblemBody } from '../api/problem';
import type { Attachment } from '../api/types';
import { Dialog } from '../parts/Dialog';
import { problemText } from '../parts/Failure';
import { Icon } from '../parts/Icon';
import { useMoment } from '../parts/moment';
import partStyles from '../parts/parts.module.css';
import { Damage } from './Damage';
import styles from './Files.module.css';
import { makeZip, type ZipFile } from './zip';

/** What every browser draws and nothing runs in. */
const drawn = /^image\/(png|jpeg|gif|webp)$/;
const isPicture = (file: Attachment) => drawn.test(file.mime) && file.damaged_since === null;

const address = (file: Attachment) => addressOf('attachment.open', { attachment: file.id });

async function fetchFile(file: Attachment): Promise<ZipFile> {
  const answer = await fetch(address(file), { credentials: 'same-origin' });
  if (!answer.ok) throw new Problem(answer.status, (await answer.json().catch(() => ({}))) as ProblemBody);
  return { name: file.name, bytes: new Uint8Array(await answer.arrayBuffer()) };
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function DownloadAll({ files, name }: { files: Attachment[]; name: string }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const takeAll = async () => {
    setBusy(true);
    setFailed(null);
    try {
      const fetched: ZipFile[] = [];
      for (const file of files) fetched.push(await fetchFile(file));
      save(makeZip(fetched), `${name}.zip`);
    } catch (error) {
      setFailed(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={styles.all}>
      <button
        type="button"
        className={`${partStyles.textButton} ${styles.takeAll}`}
        disabled={busy}
        onClick={() => void takeAll()}
      >
        <Icon name="download" size={14} /> {t('ticket.download_all', { count: files.length })}
      </button>
      {failed !== null && <span role="alert">{problemText(failed, t)}</span>}
    </div>
  );
}

function Picture({ file, onOpen }: { file: Attachment; onOpen: () => void }) {
  const { t } = useTranslation();
  const [broken, setBroken] = useState(false);
  if (broken) return <FileLink file={file} />;
  return (
    <button
      type="button"
      className={styles.picture}
      aria-label={t('ticket.look_at', { name: file.name })}
      title={file.name}
      onClick={onOpen}
    >
      <img src={address(file)} alt="" loading="lazy" decoding="async" onError={() => setBroken(true)} />
    </button>
  );
}

function FileLink({ file }: { file: Attachment }) {
  const { bytes } = useMoment();
  return (
    <a className={styles.file} href={address(file)} download={file.name}>
      <Icon name="clip" size={14} />
      <span className={styles.fileName}>{file.name}</span>
      <span className={styles.dim}>{bytes(file.size)}</span>
    </a>
  );
}

/** The picture as large as the window, with the others of its message one key away. */
function FullView({
  pictures,
  shown,
  onShow,
}: {
  pictures: Attachment[];
  shown: Attachment | null;
  onShow: (file: Attachment | null) => void;
}) {
  const { t } = useTranslation();
  const at = shown ? pictures.indexOf(shown) : 0;
  const step = (by: number) => onShow(pictures[(at + by + pictures.length) % pictures.length] ?? null);
  return (
    <Dialog
      opened={shown !== null}
      onClose={() => onShow(null)}
      title={shown?.name ?? ''}
      size="min(1200px, 96vw)"
      onKeyDown={(event) => {
        if (event.key === 'ArrowRight') step(1);
        if (event.key === 'ArrowLeft') step(-1);
      }}
    >
      {shown && (
        <>
          <img className={styles.full} src={address(shown)} alt={shown.name} />
          <div className={partStyles.formActions}>
            <Button
              component="a"
              href={address(shown)}
              download={shown.name}
              variant="default"
              leftSection={<Icon name="download" size={16} />}
            >
              {t('ticket.download')}
            </Button>
            {pictures.length > 1 && (
              <>
                <Button variant="default" onClick={() => step(-1)}>
                  {t('ticket.picture_before')}
                </Button>
                <Button variant="default" onClick={() => step(1)}>
                  {t('ticket.picture_after')}
                </Button>
                <span role="status" className={styles.dim}>
                  {t('ticket.picture_of', { at: at + 1, count: pictures.length })}
                </span>
              </>
            )}
          </div>
        </>
      )}
    </Dialog>
  );
}

/** `name`: what the archive of all files is called. */
export function Files({ files, name }: { files: Attachment[]; name: string }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<Attachment | null>(null);
  if (files.length === 0) return null;
  const pictures = files.filter(isPicture);
  const whole = files.filter(({ damaged_since: damaged }) => damaged === null);
  return (
    <>
      <ul className={styles.files} aria-label={t('ticket.attachments')}>
        {files.map((file) => (
          <li key={file.id}>
            {isPicture(file) ? (
              <Picture file={file} onOpen={() => setShown(file)} />
            ) : (
              <FileLink file={file} />
            )}
            <Damage since={file.damaged_since} words="file" />
          </li>
        ))}
      </ul>
      {whole.length > 1 && <DownloadAll files={whole} name={name} />}
      <FullView pictures={pictures} shown={shown} onShow={setShown} />
    </>
  );
}
