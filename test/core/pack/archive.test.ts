import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { type ArchiveEntry, type ArchiveLimits, archiveLimits, packTarball, unpackTarball } from '../../../src/core/pack/archive.ts';
import { PackRefused } from '../../../src/core/pack/packRefused.ts';
import { withoutWrapping } from '../../../src/core/pack/wrapping.ts';
import { pax, type RawEntry, rawEntry, rawTar, rawTarball, tarEnd } from './rawTar.ts';

const a = { name: 'package/a.md', content: 'hello' };

/** What is in an archive, or the code of why it was refused; any other error goes through. */
async function outcome(bytes: Uint8Array, limits: Partial<ArchiveLimits> = {}): Promise<string> {
  try {
    return inShort(await unpackTarball(bytes, limits));
  } catch (error) {
    if (error instanceof PackRefused) return [error.told.code, ...error.told.args].join(' ');
    throw error;
  }
}

function inShort(entries: readonly ArchiveEntry[]): string {
  return entries.map(({ path, content, executable }) => `${path}${executable ? '*' : ''}=${Buffer.from(content)}`).join(' ');
}

function file(path: string, content: string, executable = false): ArchiveEntry {
  return { path, content: Buffer.from(content), executable };
}

describe('an archive', () => {
  describe('is read', () => {
    const read: Record<string, [RawEntry[], string]> = {
      'with files, folders and what can be run': [
        [{ name: 'package/', kind: '5', mode: '0000755\0' }, a, { name: 'package/run.sh', content: 'x', mode: '0000755\0' }],
        'package/a.md=hello package/run.sh*=x',
      ],
      'with a long path in two parts': [[{ name: 'b.md', prefix: 'package/deep', content: 'x' }], 'package/deep/b.md=x'],
      'without the prefix of what only looks like it': [[{ ...a, magic: 'ustar  \0', prefix: 'more' }], 'package/a.md=hello'],
      'with a pax path that has spaces and = in it': [
        [{ kind: 'x', content: pax({ mtime: '1.5', path: 'package/a = b.md' }) }, a],
        'package/a = b.md=hello',
      ],
      'with a pax path for the next entry only': [
        [{ kind: 'x', content: pax({ path: 'package/ö.md' }) }, a, a],
        'package/ö.md=hello package/a.md=hello',
      ],
      'with a pax size': [
        [
          { kind: 'x', content: pax({ size: '5' }) },
          { ...a, size: '00000000000\0' },
        ],
        'package/a.md=hello',
      ],
      'with the comment that git puts before everything': [
        [{ kind: 'g', content: pax({ comment: 'f'.repeat(40) }) }, a],
        'package/a.md=hello',
      ],
      'with a long name of GNU': [
        [{ name: '././@LongLink', kind: 'L', content: `package/${'n'.repeat(120)}\0` }, a],
        `package/${'n'.repeat(120)}=hello`,
      ],
      'with paths that begin with ./': [[{ ...a, name: './a.md' }], 'a.md=hello'],
      'with numbers that are written in other ways': [[{ ...a, size: '         5 ', mode: '755 \0' }], 'package/a.md*=hello'],
      'that is empty': [[], ''],
    };
    for (const [what, [entries, expected]] of Object.entries(read)) {
      it(what, async () => assert.equal(await outcome(rawTarball(...entries)), expected));
    }

    it('with one empty block at its end, and with many', async () => {
      assert.equal(await outcome(gzipSync(Buffer.concat([rawEntry(a), tarEnd.subarray(512)]))), 'package/a.md=hello');
      assert.equal(await outcome(gzipSync(Buffer.concat([rawEntry(a), Buffer.alloc(10_240)]))), 'package/a.md=hello');
    });

    it('so that its content is its own', async () => {
      const [entry] = await unpackTarball(rawTarball(a));
      assert.equal(entry?.content.buffer.byteLength, 5);
    });
  });

  describe('is refused', () => {
    const named = (name: string | Uint8Array): RawEntry[] => [a, { name, content: 'evil' }];
    const hostile: Record<string, [RawEntry[], string]> = {
      'that climbs out': [named('package/../../evil'), 'archive.outside package/../../evil'],
      'that climbs out by its prefix': [[{ name: 'evil', prefix: 'package/../..' }], 'archive.outside package/../../evil'],
      'that climbs out by a pax path': [[{ kind: 'x', content: pax({ path: '../evil' }) }, a], 'archive.outside ../evil'],
      'that climbs out by a long name': [[{ kind: 'L', content: '../evil\0' }, a], 'archive.outside ../evil'],
      'that climbs within': [named('package/x/../b.md'), 'archive.outside package/x/../b.md'],
      'whose folder climbs out': [[{ name: '../up/', kind: '5' }], 'archive.outside ../up/'],
      'with an absolute path': [named('/etc/passwd'), 'archive.absolute /etc/passwd'],
      'with a drive': [named('C:/evil'), 'archive.absolute C:/evil'],
      'with a drive and no slash': [named('c:evil'), 'archive.absolute c:evil'],
      'with a backslash': [named('package\\..\\..\\evil'), 'archive.backslash package\\..\\..\\evil'],
      'with a stream of Windows': [named('package/a.md:evil'), 'archive.windows package/a.md:evil'],
      'with a line break in a name': [named('package/a\nb'), 'archive.letter package/a\\u{a}b'],
      'with an escape in a name': [named('package/\u001b[2Jb'), 'archive.letter package/\\u{1b}[2Jb'],
      'with NUL in a pax path': [[{ kind: 'x', content: pax({ path: 'package/a\0b' }) }, a], 'archive.letter package/a\\u{0}b'],
      'with letters that turn text around': [named('package/\u202egpj.sh'), 'archive.letter package/\\u{202e}gpj.sh'],
      'with a name that is not UTF-8': [named(Buffer.from([0x61, 0xff, 0xfe])), 'archive.badHeader 1024'],
      'with a device of Windows': [named('package/NUL.md'), 'archive.windows package/NUL.md'],
      'with a folder that is a device of Windows': [named('package/com1/a.md'), 'archive.windows package/com1/a.md'],
      'with a name that ends in a dot': [named('package/a.md.'), 'archive.windows package/a.md.'],
      'with a name that ends in a space': [named('package/a.md '), 'archive.windows package/a.md '],
      'with a path that is too long': [
        [{ kind: 'x', content: pax({ path: `${'p/'.repeat(600)}p` }) }, a],
        `archive.long ${'p/'.repeat(58)}p…`,
      ],
      'with a name that is too long': [[{ kind: 'x', content: pax({ path: 'p'.repeat(300) }) }, a], `archive.long ${'p'.repeat(117)}…`],
      'with a symbolic link': [[a, { name: 'package/l', kind: '2', link: '/etc' }], 'archive.link package/l'],
      'with a hard link': [[a, { name: 'package/l', kind: '1', link: 'package/a.md' }], 'archive.link package/l'],
      'with a character device': [[{ name: 'package/d', kind: '3' }], 'archive.kind package/d'],
      'with a block device': [[{ name: 'package/d', kind: '4' }], 'archive.kind package/d'],
      'with a pipe': [[{ name: 'package/d', kind: '6' }], 'archive.kind package/d'],
      'with a sparse file': [[{ name: 'package/d', kind: 'S' }], 'archive.kind package/d'],
      'with a sparse file as pax has it': [[{ kind: 'x', content: pax({ 'GNU.sparse.name': 'x' }) }, a], 'archive.badHeader 0'],
      'with a path for all entries': [[{ kind: 'g', content: pax({ path: 'x' }) }, a], 'archive.badHeader 0'],
      'with a file that is there twice': [[a, a], 'archive.twice package/a.md'],
      'with a file that is there twice, written differently': [named('package//./a.md'), 'archive.twice package//./a.md'],
      'with files that differ in case': [named('package/A.md'), 'archive.collides package/A.md package/a.md'],
      'with files that differ in how an accent is made': [
        [{ name: 'package/\u00e9' }, { name: 'package/e\u0301' }],
        'archive.collides package/e\u0301 package/\u00e9',
      ],
      'with folders that differ in case': [named('Package/b.md'), 'archive.collides Package/b.md package'],
      'with a file where a folder is': [named('package'), 'archive.collides package package'],
      'with a folder where a file is': [named('package/a.md/b'), 'archive.collides package/a.md/b package/a.md'],
      'with a folder entry where a file is': [[a, { name: 'package/a.md/', kind: '5' }], 'archive.collides package/a.md/ package/a.md'],
      'with a file without a name': [named(''), 'archive.noName'],
      'with a wrong checksum': [[{ ...a, checksum: '000000\0 ' }], 'archive.badHeader 0'],
      'with a checksum that is no number': [[{ ...a, checksum: 'abcdef\0 ' }], 'archive.badHeader 0'],
      'with a size that is no number': [[{ ...a, size: '0000000009x\0' }], 'archive.badHeader 0'],
      'with a size below nothing': [[{ ...a, size: '-0000000005\0' }], 'archive.badHeader 0'],
      'with a size beyond 8 GiB': [[{ ...a, size: '\x7f\x7f\x7f' }], 'archive.badHeader 0'],
      'with a size beyond its end': [[{ ...a, size: '00000777777\0' }], 'archive.cut'],
      'with a pax size beyond its end': [[{ kind: 'x', content: pax({ size: '99999999' }) }, a], 'archive.cut'],
      'with a pax header that is no such': [[{ kind: 'x', content: '99 path=x\n' }, a], 'archive.badHeader 0'],
      'with a pax record of no length': [[{ kind: 'x', content: '0 path=x\n' }, a], 'archive.badHeader 0'],
      'with a pax header for nothing': [[a, { kind: 'x', content: pax({ path: 'package/b' }) }], 'archive.badHeader 2048'],
      'with a folder that has content': [[{ name: 'package/', kind: '5', content: 'x' }], 'archive.badHeader 0'],
    };
    for (const [what, [entries, expected]] of Object.entries(hostile)) {
      it(what, async () => assert.equal(await outcome(rawTarball(...entries)), expected));
    }

    it('that holds too many files', async () => {
      const files = ['a', 'b', 'c'].map((name) => ({ name }));
      assert.equal(await outcome(rawTarball(...files), { files: 3 }), 'a= b= c=');
      assert.equal(await outcome(rawTarball(...files), { files: 2 }), 'archive.tooMany 2');
    });

    it('that holds too much', async () => {
      assert.equal(await outcome(rawTarball(a), { bytes: 2048 }), 'package/a.md=hello');
      assert.equal(await outcome(rawTarball(a), { bytes: 2047 }), 'archive.tooBig 0');
      assert.equal(await outcome(rawTarball(a), { fileBytes: 4 }), 'archive.fileTooBig package/a.md 0');
    });

    it('that swells, long before it is unpacked', async () => {
      const swelling = bomb(256);
      // The half of it is damaged at its end, which is never come to.
      const half = swelling.subarray(0, swelling.length / 2);
      assert.equal(await outcome(half), 'archive.swells 200');
      assert.equal(await outcome(half, { ratio: 2000 }), 'archive.tooBig 50');
    });

    it('that is no archive', async () => {
      const text = Buffer.from('hello');
      assert.equal(await outcome(Buffer.alloc(0)), 'archive.notGzip');
      assert.equal(await outcome(text), 'archive.notGzip');
      assert.equal(await outcome(rawTar(a)), 'archive.notGzip');
      assert.equal(await outcome(gzipSync(text)), 'archive.cut');
      assert.equal(await outcome(gzipSync(Buffer.alloc(0))), 'archive.cut');
      assert.equal(await outcome(gzipSync(Buffer.alloc(600, 'x'))), 'archive.badHeader 0');
    });

    it('that has no end', async () => {
      assert.equal(await outcome(gzipSync(rawEntry(a))), 'archive.cut');
    });

    it('with something behind its end', async () => {
      const whole = rawTarball(a);
      assert.equal(await outcome(gzipSync(Buffer.concat([rawTar(a), rawEntry(a)]))), 'archive.trailing');
      assert.equal(await outcome(Buffer.concat([whole, whole])), 'archive.trailing');
      for (const more of ['x', 'xyz', 'more than a few'])
        assert.equal(await outcome(Buffer.concat([whole, Buffer.from(more)])), 'archive.badGzip');
    });

    it('wherever it is cut', async () => {
      const whole = rawTarball(a, { name: 'package/b.md', content: 'and more of it' });
      for (let length = 0; length < whole.length; length++) {
        assert.match(await outcome(whole.subarray(0, length)), /^archive\.(notGzip|badGzip)$/);
      }
    });

    it('wherever a bit of its content or its checksum is turned', async () => {
      const whole = rawTarball(a);
      for (let at = 10; at < whole.length; at++) {
        const turned = Buffer.from(whole);
        turned.writeUInt8(turned.readUInt8(at) ^ 0x10, at);
        // A few bits say nothing: those behind the last block, and those that choose another way to write the same.
        assert.match(await outcome(turned), /^archive\.|^package\/a\.md=hello$/, `byte ${at}`);
      }
    });
  });

  it('never brings another error about, whatever the bytes', async () => {
    const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), fc.integer({ min: 0, max: 3 }), async (bytes, how) => {
        if (how === 0) await outcome(bytes);
        if (how === 1) await outcome(Buffer.concat([header, bytes]));
        if (how === 2) await outcome(gzipSync(bytes));
        if (how === 3) await outcome(gzipSync(withBytes(rawTar(a, { kind: 'x', content: pax({ path: 'b' }) }, { name: 'c' }), bytes)));
      }),
      { numRuns: 500 },
    );
  });

  it('gives out only paths that stay inside, and each only once', async () => {
    const good = fc.constantFrom('a', 'b', 'c', 'd', 'x/', 'y/', 'A', 'é', 'e\u0301', '/', '.md', '~', './');
    const bad = fc.constantFrom('..', '.', '/', '\\', 'C:', 'nul', ' ', '\0', '\u202e', '/..', '../');
    const piece = fc.oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: bad });
    const name = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
    const kind = fc.constantFrom('0', '0', '0', '0', '0', '5', '1', '7', '\0');
    const raw = fc.record({ name, kind, how: fc.constantFrom('name', 'prefix', 'pax', 'long') });
    let given = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(raw, { maxLength: 3 }), async (list) => {
        const entries = list.flatMap(({ name, kind, how }): RawEntry[] => {
          if (how === 'pax')
            return [
              { kind: 'x', content: pax({ path: name }) },
              { name: 'plain', kind },
            ];
          if (how === 'long')
            return [
              { kind: 'L', content: `${name}\0` },
              { name: 'plain', kind },
            ];
          return [how === 'prefix' ? { name: 'b', prefix: name, kind } : { name, kind }];
        });
        const unpacked = await unpackTarball(rawTarball(...entries)).catch((error: unknown) => {
          if (error instanceof PackRefused) return [];
          throw error;
        });
        const paths = unpacked.map(({ path }) => path);
        for (const path of paths) {
          assert.equal(posix.normalize(path), path);
          assert.equal(posix.join('/pack', path), `/pack/${path}`);
          assert.doesNotMatch(path, /^$|^\/|(^|\/)\.\.(\/|$)|[\\:\0\u202e]|(^|\/)nul(\/|$)| $/);
        }
        const folded = paths.map((path) => path.normalize('NFC').toLowerCase());
        assert.equal(new Set(folded).size, paths.length);
        given += paths.length;
      }),
      { numRuns: 1000 },
    );
    assert.ok(given > 200, `only ${given} paths were given out, which shows little`);
  });

  describe('that is made', () => {
    const name = fc
      .stringMatching(/^[a-z0-9 _{}äéß漢😀-]{1,120}$/u)
      .filter((text) => !/[. ]$/.test(text) && text.trim() !== '' && text.length <= 120 && !/^(con|prn|aux|nul|com\d|lpt\d)$/.test(text));
    const entry = fc.record({
      path: fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.map((part, depth) => `${depth}${part}`).join('/')),
      content: fc.uint8Array({ maxLength: 1500 }),
      executable: fc.boolean(),
    });
    const byFold = (path: string) => path.normalize('NFC').toUpperCase().toLowerCase();
    const entries = fc
      .uniqueArray(entry, { maxLength: 6, selector: ({ path }) => byFold(path) })
      .filter((list) =>
        list.every(({ path }) => list.every((other) => path === other.path || !byFold(other.path).startsWith(`${byFold(path)}/`))),
      );

    it('holds what was put in', async () => {
      await fc.assert(
        fc.asyncProperty(entries, async (list) => {
          const again = withoutWrapping(await unpackTarball(await packTarball(list)));
          assert.deepEqual(
            again.map((entry) => ({ ...entry, content: [...entry.content] })),
            list.map((entry) => ({ ...entry, content: [...entry.content] })).toSorted((x, y) => (x.path < y.path ? -1 : 1)),
          );
        }),
        { numRuns: 200 },
      );
    });

    it('is the same, in whatever order its files came', async () => {
      await fc.assert(
        fc.asyncProperty(entries, async (list) => {
          assert.deepEqual(await packTarball(list.toReversed()), await packTarball(list));
        }),
        { numRuns: 50 },
      );
      const hash = await crypto.subtle.digest('SHA-256', gunzipSync(await packTarball([file('run.sh', 'x', true), file('ä.md', 'y')])));
      assert.equal(Buffer.from(hash).toString('hex').slice(0, 16), '2fa9b386cd1b96fc');
    });

    it('holds nothing that could not be unpacked', async () => {
      for (const path of ['../a', 'a\\b', 'nul', '']) {
        await assert.rejects(packTarball([file(path, 'x')]), PackRefused, path);
      }
      await assert.rejects(packTarball([file('a', 'x'), file('A', 'x')]), {
        message: '“A” and “a” are the same on systems that do not tell them apart',
      });
      await assert.rejects(packTarball(Array.from({ length: archiveLimits.files + 1 }, (_, index) => file(`${index}`, ''))), {
        message: 'The archive holds more than 5000 files, which is too much for a pack',
      });
    });
  });
});

/** So many MiB of zeros in an archive that is whole. */
function bomb(mebibytes: number): Buffer {
  const size = mebibytes * 1024 * 1024;
  return gzipSync(
    Buffer.concat([rawEntry({ name: 'zeros', size: `${size.toString(8).padStart(11, '0')}\0` }), Buffer.alloc(size), tarEnd]),
    { level: 9 },
  );
}

/** The archive, with some bytes of it replaced: pairs of a place and a value. */
function withBytes(tar: Buffer, changes: Uint8Array): Buffer {
  for (let at = 0; at + 2 < Math.min(changes.length, 12); at += 3)
    tar[((changes[at] ?? 0) * 256 + (changes[at + 1] ?? 0)) % tar.length] = changes[at + 2] ?? 0;
  return tar;
}
