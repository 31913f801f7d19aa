import type { ComponentChildren } from 'preact';
import type { FunnelAnswer, TutorialMetrics } from '../../protocol/metrics.ts';
import { csvAddress, readFunnel, type TutorialPlace } from '../backend.ts';
import { Definitions, definitions, type Term } from '../definitions.tsx';
import { Feedback } from '../feedback.tsx';
import { FunnelChart } from '../funnelChart.tsx';
import { Name } from '../name.tsx';
import { Failure, Placeholder } from '../notice.tsx';
import { PageTitle } from '../pageTitle.tsx';
import { useResource } from '../resource.ts';
import { tutorialAddress } from '../route.ts';
import { hardestStep, nobodyStuck } from '../stuck.ts';
import { Column, Row, Table, Value } from '../table.tsx';
import { countText, durationText, peopleText, shareText } from '../words.ts';

type Props = { place: TutorialPlace; step: string | undefined; version: number; onFailure: (failure: Error) => void };

/** A tutorial's page: where do people get stuck, and what do they say there? */
export function TutorialPage({ place, step, version, onFailure }: Props) {
  const key = `${place.pack}/${place.tutorial}`;
  const { value: funnel, failure, retry } = useResource(() => readFunnel(place), key, version, onFailure);
  return (
    <>
      <nav class="back" aria-label="Breadcrumb">
        <a href="#/">
          <span aria-hidden="true">← </span>All tutorials
        </a>
      </nav>
      {failure !== undefined && <Failure failure={failure} onRetry={retry} />}
      {funnel === undefined && failure === undefined && <Placeholder rows={6} label="Loading the tutorial" />}
      {funnel === null && (
        <div class="empty">
          <PageTitle text="Nobody has started this tutorial yet" />
          <p>Its numbers appear here by themselves as soon as somebody does.</p>
        </div>
      )}
      {funnel && (
        <>
          <p class="eyebrow">
            <Name text={place.pack} />
          </p>
          <PageTitle text={funnel.summary.title} />
          <Summary summary={funnel.summary} />
          <Funnel place={place} funnel={funnel} step={step} />
          <Feedback place={place} steps={funnel.steps} step={step} version={version} onFailure={onFailure} />
        </>
      )}
    </>
  );
}

function Summary({ summary }: { summary: TutorialMetrics }) {
  const { starts, completions, completionRate, firstSuccess } = summary;
  return (
    <section class="summary" aria-label="Summary">
      <Figure term="Starts">{countText(starts)}</Figure>
      <Figure term="Completions">{countText(completions)}</Figure>
      <Figure term="Completion rate">{shareText(completionRate)}</Figure>
      <Figure term="Time to first success">
        {firstSuccess === null ? (
          <span class="none">Nobody yet</span>
        ) : (
          <>
            {durationText(firstSuccess.median)} <small>median · p90 {durationText(firstSuccess.p90)}</small>
          </>
        )}
      </Figure>
    </section>
  );
}

function Figure({ term, children }: { term: Term; children: ComponentChildren }) {
  return (
    <div class="figure">
      <h2>{term}</h2>
      <p class="figure-value">{children}</p>
      <p class="figure-definition">{definitions[term]}</p>
    </div>
  );
}

function Funnel({ place, funnel, step: chosen }: { place: TutorialPlace; funnel: FunnelAnswer; step: string | undefined }) {
  const { steps } = funnel;
  const current = steps.filter(({ retired }) => !retired);
  const hardest = hardestStep(steps);
  return (
    <section aria-labelledby="stuck">
      <div class="heading">
        <h2 id="stuck">Where do people get stuck?</h2>
        {steps.length > 0 && (
          <a class="download" href={csvAddress('funnel', place)} download>
            Download CSV
          </a>
        )}
      </div>
      {steps.length === 0 ? (
        <p class="lead">Nobody has opened a step yet.</p>
      ) : (
        <>
          <p class="lead" id="stuck-answer">
            {hardest === undefined ? (
              nobodyStuck(steps)
            ) : (
              <>
                Most stop at{' '}
                <a href={tutorialAddress(place, hardest.id)}>
                  <Name text={hardest.title} />
                </a>
                : {countText(hardest.left)} of the {peopleText(hardest.entered)} who saw it ({shareText(hardest.dropOff)}) neither finished
                nor skipped it.
              </>
            )}
          </p>
          {current.length > 0 && (
            <FunnelChart
              steps={current}
              describedBy="stuck-answer"
              onChoose={(id) => {
                location.hash = tutorialAddress(place, id);
              }}
            />
          )}
          <Table
            label="Steps"
            head={
              <>
                <Column name="Step" />
                <Column term="Saw it" number />
                <Column term="Completed" number />
                <Column term="Skipped" number />
                <Column term="Left here" number />
                <Column term="Drop-off" number />
                <Column term="Failed checks" number />
                <Column term="Hints opened" number />
              </>
            }
          >
            {steps.map((step) => (
              <Row
                key={step.id}
                marked={step.id === chosen}
                title={
                  <>
                    <a href={tutorialAddress(place, step.id)}>
                      <Name text={step.title} />
                    </a>
                    {step.retired && <small>No longer in the tutorial</small>}
                  </>
                }
              >
                <Value name="Saw it">{countText(step.entered)}</Value>
                <Value name="Completed">{countText(step.completed)}</Value>
                <Value name="Skipped">{countText(step.skipped)}</Value>
                <Value name="Left here">{countText(step.left)}</Value>
                <Value name="Drop-off">
                  {step.id === hardest?.id ? <strong class="hardest">{shareText(step.dropOff)}</strong> : shareText(step.dropOff)}
                </Value>
                <Value name="Failed checks">{countText(step.checksFailed)}</Value>
                <Value name="Hints opened">{countText(step.hintsOpened)}</Value>
              </Row>
            ))}
          </Table>
          <Definitions terms={['Saw it', 'Completed', 'Skipped', 'Left here', 'Drop-off', 'Failed checks', 'Hints opened']} />
        </>
      )}
    </section>
  );
}
