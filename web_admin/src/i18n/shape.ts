/** The keys another language must have: those of English, but a language without a singular has only the plural form. */
export type CatalogueOf<T> = Record<Exclude<keyof T, `${string}_one`>, string>;
