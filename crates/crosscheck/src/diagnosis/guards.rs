//! What to change where a server's or a cache's own list refuses, which is none of CORS.

use alloc::format;
use alloc::string::String;

/// What to write where a server lists its hosts.
pub(super) fn host_list(host: Option<&str>) -> String {
    let host = host.map(|host| host.trim_end_matches(['.', ',']));
    format!(
        "add {} to the server's own list, as a name without scheme: `ALLOWED_HOSTS` in Django's settings, \
         `config.hosts` in Rails, `framework.trusted_hosts` in Symfony, `server.allowedHosts` in Vite's configuration, `devServer.allowedHosts` in \
         webpack's, `allowedDevOrigins` in next.config. Behind a proxy see which `Host` it passes on. No header \
         of CORS changes it",
        host.map_or("the host".into(), |host| format!("`{host}`")),
    )
}

/// What to write where a server lists the pages that may change something.
pub(super) fn trusted_pages(origin: Option<&str>) -> String {
    format!(
        "if {} is yours, say so to the guard, which has a list of its own: `CSRF_TRUSTED_ORIGINS` in Django's \
         settings (with the scheme), `experimental.serverActions.allowedOrigins` in next.config, `ORIGIN` or \
         `csrf.trustedOrigins` in SvelteKit, `security.checkOrigin` in Astro, `csrf_trusted_origins` in Grafana. Behind a proxy that ends TLS the \
         server compares with a URL of http: pass `Host` and `X-Forwarded-Proto` on, and let it believe them \
         (`SECURE_PROXY_SSL_HEADER` in Django, `config.assume_ssl` in Rails). What takes a token in \
         `Authorization` and no cookie needs no such guard. No header of CORS changes it",
        origin.map_or("the page".into(), |origin| format!("`{origin}`")),
    )
}

/// What the page may have left out.
pub(super) const TOKEN: &str = "send the token that the guard gave: `X-CSRFToken` with the cookie `csrftoken` in \
     Django, `X-CSRF-Token` with `<meta name=csrf-token>` in Rails and Laravel, `X-XSRF-TOKEN` with the cookie \
     `XSRF-TOKEN` in Spring, `apollo-require-preflight: true` (or a JSON `Content-Type`) to Apollo Server; with `credentials: \"include\"`, and where page and server are two sites only if \
     the cookie is `SameSite=None; Secure`";

/// What not to give to a cache.
pub(super) const CACHE: &str = "look in the network panel for what the worker asked and was answered with 404, or \
     refused by CORS: `cache.addAll` keeps all or none, so mend the list, or add one by one and let one fail. \
     What is of another origin without CORS is kept by `cache.put(url, await fetch(url, { mode: \"no-cors\" \
     }))`; pass over what is no GET, has status 206, or does not begin with http (extensions)";
