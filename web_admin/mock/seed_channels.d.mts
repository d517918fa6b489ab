import type { JsonSchema } from '../src/api/types';
export const mailSchema: JsonSchema;
