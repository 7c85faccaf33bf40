// "Is this about one child or one person?" Yes: what was written is gone at once, from the page and the device.
(function () {
  "use strict";
  const form = document.querySelector("[data-report]");
  form.addEventListener("change", (changed) => {
    const answer = changed.target;
    if (!/-is_about_one$/.test(answer.name) || answer.value !== "yes") return;
    for (const words of form.querySelectorAll('textarea[name$="-text"]')) words.value = "";
    for (const refused of form.querySelectorAll(".report-refused")) refused.remove();
    form.dispatchEvent(new CustomEvent("report:about-one"));
  });
  // A page that the browser brings back must not bring back words beside this answer.
  addEventListener("pageshow", (shown) => {
    if (shown.persisted && form.querySelector('[name$="-is_about_one"][value="yes"]:checked')) form.reset();
  });
})();
