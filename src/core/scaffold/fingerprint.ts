/**
 * What tells whether bytes have changed: their length and 64 bits made from them. It is made at the speed of reading and finds every change
 * that is not made to deceive it; it proves nothing about who wrote them.
 */
export function fingerprint(bytes: Uint8Array): string {
  const words = wordsOf(bytes);
  let [a, b] = [0x9747b28c ^ bytes.length, 0x2c1b3c6d];
  for (const word of words) {
    a = Math.imul(a ^ word, 0x9e3779b1);
    a ^= a >>> 15;
    b = Math.imul(b + word, 0x85ebca6b);
    b = (b << 13) | (b >>> 19);
  }
  for (let at = words.length * 4; at < bytes.length; at++) {
    a = Math.imul(a ^ (bytes[at] ?? 0), 0x01000193);
    b = Math.imul(b + (bytes[at] ?? 0), 0xc2b2ae35);
    b ^= b >>> 16;
  }
  return `${bytes.length}-${hex(mixed(a ^ (b >>> 3)))}${hex(mixed(b))}`;
}

/** Bytes as 32-bit words, as every machine that runs this has them: the lowest byte first. A copy is made where they begin between words. */
function wordsOf(bytes: Uint8Array): Int32Array {
  const whole = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  return new Int32Array(whole.buffer, whole.byteOffset, whole.length >> 2);
}

function mixed(value: number): number {
  let mix = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return mix ^ (mix >>> 16);
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
