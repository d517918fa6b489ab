import { common } from './common';
import { office } from './office';
import { work } from './work';

export const catalogue = { ...common, ...work, ...office };
export type Key = keyof typeof catalogue;
