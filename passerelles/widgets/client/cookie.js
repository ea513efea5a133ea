// Cookies that scripts may read: the token that a page sends back with what it asks for.

/** The value of a cookie, empty without one. */
export function cookie(name) {
  const found = document.cookie.split("; ").find((one) => one.startsWith(`${name}=`));
  return found ? found.slice(name.length + 1) : "";
}
