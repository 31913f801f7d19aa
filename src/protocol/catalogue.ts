import * as z from 'zod/mini';

/** A backend's catalogue of packs. Times are milliseconds since 1970. */

/** What people said of a pack, from 1 (every thumb down) to 5 (every thumb up); null where nobody said anything. */
const rating = z.nullable(z.object({ average: z.number(), count: z.int() }));

/** A pack as it stands in a list: what its newest version says of itself. */
export const catalogueEntry = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  publisher: z.string(),
  /** Those that are offered, the newest first; `newest` is the first that is no pre-release, or else the first. */
  versions: z.array(z.string()),
  newest: z.string(),
  rating,
  /** How many tutorials it has. */
  tutorials: z.int(),
  /** `sha512-…` of the newest version's .tgz. */
  integrity: z.string(),
  /** When the newest version was published. */
  published: z.int(),
});
export type CatalogueEntry = z.infer<typeof catalogueEntry>;

/** The answer to `GET /v1/packs`: what was published last comes first; `next` is the `before` of what follows. */
export const catalogueSearch = z.object({ packs: z.array(catalogueEntry), next: z.nullable(z.string()) });
export type CatalogueSearch = z.infer<typeof catalogueSearch>;

export const catalogueVersion = z.object({
  version: z.string(),
  integrity: z.string(),
  /** Of the .tgz, in bytes. */
  size: z.int(),
  published: z.int(),
  /** Why it is offered no more; null where it is. Whoever has pinned it can still fetch it. */
  yanked: z.nullable(z.string()),
});
export type CatalogueVersion = z.infer<typeof catalogueVersion>;

/** The answer to `GET /v1/packs/:name`: every version, the newest first, and the newest one's README and CHANGELOG as Markdown. */
export const cataloguePack = z.extend(catalogueEntry, {
  versions: z.array(catalogueVersion),
  readme: z.nullable(z.string()),
  changelog: z.nullable(z.string()),
});
export type CataloguePack = z.infer<typeof cataloguePack>;

/** The answer to `POST /v1/packs`. `created` is false where the same bytes were there already. */
export const publishAnswer = z.object({
  name: z.string(),
  version: z.string(),
  integrity: z.string(),
  published: z.int(),
  created: z.boolean(),
  /** What does not keep it from being used, as `file:line:column  code  text`. */
  warnings: z.array(z.string()),
});
export type PublishAnswer = z.infer<typeof publishAnswer>;

/** The body of `POST /v1/packs/:name/:version/yank`: `reason` says why it is offered no more, null offers it again. */
export const yankRequest = z.object({ reason: z.nullable(z.string().check(z.minLength(1), z.maxLength(500))) });

export const tarballMediaType = 'application/gzip';

/** The longest .tgz that can be published, in bytes. */
export const publishLimit = 25 * 1024 * 1024;

/** The path of a pack, a version or its .tgz below a backend's address. */
export function cataloguePath(name: string, version?: string): string {
  const pack = `/v1/packs/${name.replace('/', '%2F')}`;
  return version === undefined ? pack : `${pack}/${encodeURIComponent(version)}`;
}
