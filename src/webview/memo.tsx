import { Component, type ComponentChild, type FunctionComponent } from 'preact';

/** A component that is drawn again only when one of its properties, or of those named, is another value. */
export function memo<P extends Record<string, unknown>>(Drawn: FunctionComponent<P>, of?: readonly (keyof P)[]): FunctionComponent<P> {
  class Memo extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      return (of ?? Object.keys(next)).some((key) => next[key] !== this.props[key]);
    }
    override render(): ComponentChild {
      return <Drawn {...this.props} />;
    }
  }
  return (properties) => <Memo {...properties} />;
}
