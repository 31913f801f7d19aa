import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;

/** Every element with its attributes, as a browser would build them from HTML: `img src=“a.png” alt=“”`. Text and nesting are left out. */
export function elementsOf(html: string): string[] {
  return nodesOf(parseFragment(html)).flatMap((node) =>
    'tagName' in node ? [[node.tagName, ...node.attrs.map(({ name, value }) => `${name}=“${value}”`)].join(' ')] : [],
  );
}

/** The text that a person reads. */
export function textOf(html: string): string {
  return nodesOf(parseFragment(html))
    .map((node) => ('value' in node ? node.value : ''))
    .join('');
}

/** What a browser would make of HTML that ours must never hold: an element, an attribute or an address that is none of the harmless ones. */
export function dangers(html: string): string[] {
  return nodesOf(parseFragment(html)).flatMap((node) => {
    if (node.nodeName === '#comment') return ['a comment'];
    if (!('tagName' in node)) return [];
    const { tagName, namespaceURI, attrs } = node;
    const foreign = namespaceURI === 'http://www.w3.org/1999/xhtml' ? [] : [`${tagName} of ${namespaceURI}`];
    const element = harmlessElements.has(tagName) ? [] : [tagName];
    return [
      ...foreign,
      ...element,
      ...attrs.filter(({ name, value }) => !isHarmless(name, value)).map(({ name, value }) => `${name}=${value}`),
    ];
  });
}

const harmlessElements = new Set(
  'a p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code em strong s del b i kbd sub sup br hr table thead tbody tr th td img video audio source details summary div span label input'.split(
    ' ',
  ),
);
const harmlessAttributes =
  /^(alt|title|width|height|controls|loop|muted|open|start|class|role|data-(block|reference|link|hint|alert|task))$/;

function isHarmless(name: string, value: string): boolean {
  if (harmlessAttributes.test(name)) return true;
  if (name === 'type') return value === 'checkbox';
  if (name === 'src') return /^(pack|https):/.test(value);
  if (name === 'href') return value === '#';
  return name === 'style' && /^text-align:(left|right|center)$/.test(value);
}

function nodesOf(node: Node): Node[] {
  return 'childNodes' in node ? node.childNodes.flatMap((child) => [child, ...nodesOf(child)]) : [];
}
