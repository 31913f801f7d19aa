import type { FromGuide } from '../protocol/guide.ts';

/** Tells the extension what the person did. */
export type Send = (message: FromGuide) => void;
