import type { PackedPack } from '../pack/packedFolder.ts';

/** A place that packs are published to. */
export type Destination = {
  kind: 'npm' | 'catalogue';
  /** Where it is, such as the address of a registry. */
  address: string;
  /** How it would be published there, such as under which tag. */
  facts: string[];
  /** Whether this version is there already, with the same bytes or with others. Changes nothing there. Throws a sentence. */
  standing(pack: PackedPack): Promise<Standing>;
  /** Publishes the .tgz, whose bytes also lie in this file. Throws a sentence. */
  publish(pack: PackedPack, file: string): Promise<void>;
};

export type Standing = 'absent' | 'same' | 'other';

/** `npm (https://…)`. */
export function destinationText({ kind, address }: Destination): string {
  return `${kind === 'npm' ? 'npm' : 'the catalogue'} (${address})`;
}
