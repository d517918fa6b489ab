/** Below which path the desk lies, '' or '/desk'; the daemon writes it into the page. */
export const basePath = (): string => document.documentElement.dataset.base ?? '';
