import { PageTitle } from '../pageTitle.tsx';

/** For an address that leads nowhere. */
export function UnknownPage() {
  return (
    <div class="empty">
      <PageTitle text="There is no such page" />
      <p>
        The address may be mistyped. <a href="#/">See all tutorials</a>
      </p>
    </div>
  );
}
