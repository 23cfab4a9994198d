// Shows whether the page is still live: a stream that is opened again has ended before.
document.addEventListener("htmx:sse:before:connection", (event) => {
  document.body.classList.toggle("lost", event.detail.connection.attempt > 0);
});
document.addEventListener("htmx:sse:after:connection", () => document.body.classList.remove("lost"));
