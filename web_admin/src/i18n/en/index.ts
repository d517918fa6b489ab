import { records, retired_records, use_cases } from '../../../../config/texts/en.json';
import { recordWords } from '../records';
import { common } from './common';
import { office } from './office';
import { problems } from './problems';
import { work } from './work';

export const catalogue = { ...common, ...work, ...office, ...problems };
export const recorded = recordWords({ use_cases, records, retired_records });
export type Key = keyof typeof catalogue;
