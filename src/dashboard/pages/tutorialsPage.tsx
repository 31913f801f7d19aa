import type { TutorialMetrics } from '../../protocol/metrics.ts';
import { csvAddress, readTutorials } from '../backend.ts';
import { Definitions } from '../definitions.tsx';
import { FirstSteps } from '../firstSteps.tsx';
import { Name } from '../name.tsx';
import { Failure, Placeholder } from '../notice.tsx';
import { PageTitle } from '../pageTitle.tsx';
import { useResource } from '../resource.ts';
import { tutorialAddress } from '../route.ts';
import { Column, Row, Table, Value } from '../table.tsx';
import { Thumb } from '../thumb.tsx';
import { countText, durationText, shareText } from '../words.ts';

/** The first page: how are the tutorials doing? */
export function TutorialsPage({ version, onFailure }: { version: number; onFailure: (failure: Error) => void }) {
  const { value: tutorials, failure, retry } = useResource(readTutorials, 'tutorials', version, onFailure);
  const isEmpty = tutorials?.length === 0;
  return (
    <>
      <div class="heading">
        <PageTitle text="How are the tutorials doing?" isWhole={tutorials !== undefined} />
        {tutorials !== undefined && !isEmpty && (
          <a class="download" href={csvAddress('tutorials')} download>
            Download CSV
          </a>
        )}
      </div>
      {failure !== undefined && <Failure failure={failure} onRetry={retry} />}
      {tutorials === undefined && failure === undefined && <Placeholder rows={4} label="Loading the tutorials" />}
      {isEmpty && <FirstSteps />}
      {tutorials !== undefined && !isEmpty && (
        <>
          <TutorialTable tutorials={tutorials} />
          <Definitions terms={['Starts', 'Completions', 'Completion rate', 'Time to first success', 'Feedback']} />
        </>
      )}
    </>
  );
}

function TutorialTable({ tutorials }: { tutorials: readonly TutorialMetrics[] }) {
  return (
    <Table
      label="Tutorials"
      head={
        <>
          <Column name="Tutorial" />
          <Column term="Starts" number />
          <Column term="Completions" number />
          <Column term="Completion rate" number />
          <Column term="Time to first success" number />
          <Column term="Feedback" number />
        </>
      }
    >
      {tutorials.map((tutorial) => (
        <Row
          key={`${tutorial.pack}/${tutorial.tutorial}`}
          title={
            <>
              <a href={tutorialAddress(tutorial)}>
                <Name text={tutorial.title} />
              </a>
              <small>
                <Name text={tutorial.pack} />
              </small>
            </>
          }
        >
          <Value name="Starts">{countText(tutorial.starts)}</Value>
          <Value name="Completions">{countText(tutorial.completions)}</Value>
          <Value name="Completion rate">
            {shareText(tutorial.completionRate)}
            {tutorial.completionRate !== null && <meter class="share" min={0} max={1} value={tutorial.completionRate} aria-hidden="true" />}
          </Value>
          <Value name="Time to first success">
            {tutorial.firstSuccess === null ? (
              <span class="none">Nobody yet</span>
            ) : (
              <>
                {durationText(tutorial.firstSuccess.median)} <small>median · p90 {durationText(tutorial.firstSuccess.p90)}</small>
              </>
            )}
          </Value>
          <Value name="Feedback">
            <Thumbs up={tutorial.thumbsUp} down={tutorial.thumbsDown} />
          </Value>
        </Row>
      ))}
    </Table>
  );
}

function Thumbs({ up, down }: { up: number; down: number }) {
  if (up === 0 && down === 0) return <span class="none">None yet</span>;
  return (
    <span class="thumbs">
      <span>
        <Thumb way="up" label="Thumbs up:" /> {countText(up)}
      </span>
      <span>
        <Thumb way="down" label="Thumbs down:" /> {countText(down)}
      </span>
    </span>
  );
}
