// @ts-check
/**
 * A teacher's form: a hub, a repository and a chapter make the link that students follow.
 *
 * The link is the one that `hub` in `launch.py` makes. Nothing leaves the page.
 */
(() => {
  /**
   * @param {string} text
   * @param {string} example
   */
  function webAddress(text, example) {
    const cure = `Write an address like ${example}.`;
    if (!text) throw new Error(`This is empty. ${cure}`);
    if (/\s/.test(text)) throw new Error(`There is a space in it. ${cure}`);
    let url;
    try {
      url = new URL(text.includes("://") ? text : `https://${text}`);
    } catch {
      throw new Error(`This is not an address of the web. ${cure}`);
    }
    if (!/^https?:$/.test(url.protocol)) throw new Error(`This does not begin with https://. ${cure}`);
    return url;
  }

  /** @param {string} repository */
  function folderOf(repository) {
    const folder = repository.slice(repository.lastIndexOf("/") + 1);
    try {
      return decodeURIComponent(folder);
    } catch {
      throw new Error(`The % in ${folder} stands for no letter. Copy the address from your browser again.`);
    }
  }

  /** @type {Record<string, (text: string) => string>} What a field means, or an error in words. */
  const READ = {
    hub(text) {
      const url = webAddress(text, "https://hub.school.example");
      return url.origin + url.pathname.replace(/\/(hub|user)(\/.*)?$/, "").replace(/\/+$/, "");
    },
    repository(text) {
      const example = "https://github.com/owner/name";
      const url = webAddress(text, example);
      const path = url.pathname.replace(/\/+$/, "").replace(/\.git$/, "");
      const names = path.split("/").slice(1);
      if (url.host === "github.com" && names.length !== 2) {
        throw new Error(`On GitHub a repository has an owner and a name. Write an address like ${example}.`);
      }
      if (!names[0]) throw new Error(`This names a server but no repository. Write an address like ${example}.`);
      folderOf(path);
      return url.origin + path;
    },
    branch(text) {
      if (/^[^\s~^:?*[\\/-][^\s~^:?*[\\]*$/.test(text)) return text;
      throw new Error("This cannot be the name of a branch. Most repositories have one called main.");
    },
    chapter: (text) => text,
  };

  /** @param {Record<string, string>} read */
  function linkOf({ hub, repository, branch, chapter }) {
    const parts = { repo: repository, branch, urlpath: `lab/tree/${folderOf(repository)}/${chapter}` };
    const query = Object.entries(parts).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    return `${hub}/hub/user-redirect/git-pull?${query.join("&")}`;
  }

  /**
   * @template {Element} E
   * @param {Element} within
   * @param {string} selector
   */
  const part = (within, selector) => /** @type {E} */ (within.querySelector(selector));

  /** @param {HTMLFormElement} form */
  function start(form) {
    /** @type {HTMLElement} */
    const made = part(form, ".hub-link-made");
    /** @type {HTMLTextAreaElement} */
    const link = part(form, "textarea");
    /** @type {HTMLAnchorElement} */
    const open = part(form, ".hub-link-made a");
    /** @type {HTMLElement} */
    const said = part(form, ".hub-link-said");

    /**
     * @param {string} name
     * @param {string} message empty when nothing is wrong
     */
    function mark(name, message) {
      /** @type {HTMLElement | null} */
      const wrong = form.querySelector(`#hub-link-${name}-wrong`);
      if (!wrong) return;
      wrong.hidden = !message;
      wrong.textContent = message;
      part(form, `[name=${name}]`).setAttribute("aria-invalid", String(Boolean(message)));
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      /** @type {Record<string, string>} */
      const read = {};
      const wrong = [];
      for (const [name, reader] of Object.entries(READ)) {
        /** @type {HTMLInputElement} */
        const field = part(form, `[name=${name}]`);
        try {
          read[name] = reader(field.value.trim());
          mark(name, "");
        } catch (error) {
          mark(name, /** @type {Error} */ (error).message);
          wrong.push(field);
        }
      }
      made.hidden = true;
      said.textContent = "";
      if (wrong.length) return wrong[0].focus();
      link.value = open.href = linkOf(read);
      made.hidden = false;
      said.textContent = "The link is made.";
    });

    // A link must not stand below fields that say something else.
    form.addEventListener("input", (event) => {
      made.hidden = true;
      said.textContent = "";
      mark(/** @type {HTMLInputElement} */ (event.target).name, "");
    });

    part(form, "[name=copy]").addEventListener("click", async () => {
      link.select();
      try {
        await navigator.clipboard.writeText(link.value); // neither on plain http nor in every browser on a disk
        said.textContent = "The link is copied.";
      } catch {
        said.textContent = "This browser does not let a page copy. The link is selected: copy it with your keys.";
      }
    });
  }

  /** @type {HTMLFormElement | null} */
  const form = document.querySelector("form.hub-link");
  if (form) start(form);
})();
