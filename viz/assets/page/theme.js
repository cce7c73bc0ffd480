// Before the page is drawn: the theme that the link asks for; without one, the browser's own.
{
  const asked = new URLSearchParams(location.search).get("theme");
  if (asked === "dark" || asked === "light") document.documentElement.dataset.theme = asked;
}
