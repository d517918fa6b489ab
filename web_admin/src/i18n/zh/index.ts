import { common } from './common';
import { office } from './office';
import { problems } from './problems';
import { work } from './work';

export const catalogue = { ...common, ...work, ...office, ...problems };
