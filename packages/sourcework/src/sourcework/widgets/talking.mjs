// @ts-check
/**
 * Talk of a form with its Python, where there is one.
 *
 * @typedef {{send: (content: any, callbacks?: any, buffers?: ArrayBuffer[]) => void,
 *            on: (name: "msg:custom", callback: (content: any, buffers: DataView[]) => void) => void,
 *            off: (name: "msg:custom", callback: (content: any, buffers: DataView[]) => void) => void}} Line
 * @typedef {{content: any, buffers: DataView[]}} Reply
 */

/**
 * Ask Python and wait for its answer; answers carry the number of what they answer.
 *
 * @param {Line} model
 */
export function talking(model) {
  /** @type {Map<number, {done: (reply: Reply) => void, failed: (error: Error) => void}>} */ const waiting = new Map();
  let number = Math.floor(Math.random() * 1e9); // two views of one form must not hear each other's answers
  /** @param {any} content @param {DataView[]} buffers */
  const hear = (content, buffers) => {
    const one = waiting.get(content.answers);
    waiting.delete(content.answers);
    if (content.fault) one?.failed(new Error(content.fault));
    else one?.done({ content, buffers });
  };
  model.on("msg:custom", hear);
  return {
    /** @param {any} content @param {ArrayBuffer[]} [buffers] @returns {Promise<Reply>} */
    ask: (content, buffers = []) => new Promise((done, failed) => {
      waiting.set((number += 1), { done, failed });
      model.send({ ...content, number }, undefined, buffers);
    }),
    close: () => model.off("msg:custom", hear),
  };
}
