/**
 * What tells whether bytes have changed: their length and 64 bits made from them. It is made at the speed of reading and finds every change
 * that is not made to deceive it; it proves nothing about who wrote them.
 */
export function fingerprint(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length & ~3;
  let [a, b] = [0x9747b28c ^ bytes.length, 0x2c1b3c6d];
  for (let at = 0; at < whole; at += 4) {
    const word = view.getInt32(at, true);
    a = Math.imul(a ^ word, 0x9e3779b1);
    a ^= a >>> 15;
    b = Math.imul(b + word, 0x85ebca6b);
    b = (b << 13) | (b >>> 19);
  }
  for (let at = whole; at < bytes.length; at++) {
    a = Math.imul(a ^ view.getUint8(at), 0x01000193);
    b = Math.imul(b + view.getUint8(at), 0xc2b2ae35);
    b ^= b >>> 16;
  }
  return `${bytes.length}-${hex(mixed(a ^ (b >>> 3)))}${hex(mixed(b))}`;
}

function mixed(value: number): number {
  let mix = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return mix ^ (mix >>> 16);
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
