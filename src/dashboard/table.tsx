import type { ComponentChildren } from 'preact';
import { definitions, type Term } from './definitions.tsx';

/** A table that becomes a list of cards where it is narrow; its roles are written out, for a changed `display` takes them away. */
export function Table({ label, head, children }: { label: string; head: ComponentChildren; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: see above.
    <table role="table" aria-label={label}>
      {/* biome-ignore lint/a11y/noRedundantRoles: see above. */}
      <thead role="rowgroup">
        {/* biome-ignore lint/a11y/noRedundantRoles: see above. */}
        <tr role="row">{head}</tr>
      </thead>
      {/* biome-ignore lint/a11y/noRedundantRoles: see above. */}
      <tbody role="rowgroup">{children}</tbody>
    </table>
  );
}

/** The head of a column: a term that is defined, or a plain name. */
export function Column({ term, name, number = false }: { term?: Term; name?: string; number?: boolean }) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: see Table.
    <th role="columnheader" scope="col" class={number ? 'number' : undefined} title={term && definitions[term]}>
      {term ?? name}
    </th>
  );
}

/** A row that is named by its first cell. */
export function Row({ title, children, marked = false }: { title: ComponentChildren; children: ComponentChildren; marked?: boolean }) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: see Table.
    <tr role="row" class={marked ? 'marked' : undefined}>
      {/* biome-ignore lint/a11y/noRedundantRoles: see Table. */}
      <th role="rowheader" scope="row">
        {title}
      </th>
      {children}
    </tr>
  );
}

/** A number; its name is shown beside it on a card. */
export function Value({ name, children }: { name: Term; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: see Table.
    <td role="cell" class="number" data-name={name}>
      <span>{children}</span>
    </td>
  );
}
