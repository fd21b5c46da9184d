// @ts-check
/** Scrolling at the edge: while something is dragged near the upper or lower edge of the window, the page goes on. */
const REACH = 64; // pixels of the window in which it does
const FASTEST = 14; // pixels a frame, at the edge itself

/**
 * @param {(y: number) => void} onscrolled hears where in the window the pointer is above the page that has moved
 * @returns {{at: (y: number) => void, end: () => void}} `at` tells where the pointer is now
 */
export function edgeScroll(onscrolled) {
  let [pointer, frame] = [0, 0];

  function go() {
    const beyond = Math.min(0, pointer - REACH) + Math.max(0, pointer - innerHeight + REACH);
    const before = scrollY;
    scrollBy({ top: Math.max(-1, Math.min(1, beyond / REACH)) * FASTEST, behavior: "instant" });
    frame = scrollY === before ? 0 : requestAnimationFrame(go);
    if (frame) onscrolled(pointer);
  }

  return {
    at: (y) => {
      pointer = y;
      frame ||= requestAnimationFrame(go);
    },
    end: () => {
      cancelAnimationFrame(frame);
      frame = 0;
    },
  };
}
