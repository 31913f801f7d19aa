/** Stands in the guide's HTML between pieces of whole elements, where it can be cut: nothing else in it is a comment. */
export const pieceEnd = '<!--piece-->';
