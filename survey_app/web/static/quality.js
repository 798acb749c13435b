/* Looks at new interviews while somebody reads the page, and shows what came of it. */

const form = document.querySelector("form[data-runs-by-itself]");

/** Replaces the content by that of the page that came back. @param {string} html */
function show(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("main");
  if (fresh !== null) {
    document.querySelector("main")?.replaceWith(fresh);
  }
}

async function look() {
  const body = new FormData(form);
  body.append("by_itself", "1");
  form.querySelector("[data-running]").hidden = false;
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    if (answer.ok) {
      show(await answer.text());
      return;
    }
  } catch {
    // Without a connection the page stays as it is; the button is there.
  }
  form.querySelector("[data-running]").hidden = true;
}

if (form !== null) {
  look();
}
