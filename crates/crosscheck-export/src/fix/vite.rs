//! Vite's development server: the page asks its own server, which asks the API. So nobody asks across
//! origins, and the API needs no headers; until the page is built and served elsewhere.

use crosscheck::diagnosis::RequiredHeaders;

use super::patch::Fix;

pub(super) fn write(grant: &RequiredHeaders) -> Fix {
    let target = grant.asked.first().map_or("https://api.example.com", String::as_str);
    let text = format!(
        "  server: {{\n    proxy: {{\n      \"/api\": {{\n        target: \"{target}\",\n        changeOrigin: \
         true,\n        rewrite: (path) => path.replace(/^\\/api/, \"\"),\n      }},\n    }},\n  }},\n"
    );
    let mut notes = vec![
        "let the page ask `/api/…` of its own server: with the API's URL it asks across origins as before",
        "it is for development only: what is built and served elsewhere needs the same from the server there, \
         or headers of CORS from the API",
        "leave `rewrite` out if the API's own paths begin with /api; cookies that name a domain need \
         cookieDomainRewrite",
    ];
    if grant.asked.is_empty() {
        notes.push("put your API's origin in the place of https://api.example.com");
    }
    Fix::of(&[("in defineConfig({ }) of vite.config.js", text)], &notes)
}
