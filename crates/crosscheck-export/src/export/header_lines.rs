//! What an object of CORS says in an answer.

use super::cors_object::CorsObject;

impl CorsObject {
    /// Its headers, each with its value. In: how its origin is said.
    pub(crate) fn header_lines(&self, origin: &str) -> Vec<(&'static str, String)> {
        let mut lines = vec![("Access-Control-Allow-Origin", origin.to_owned())];
        if self.credentials {
            lines.push(("Access-Control-Allow-Credentials", "true".to_owned()));
        }
        for (name, items) in [
            ("Access-Control-Allow-Methods", &self.methods),
            ("Access-Control-Allow-Headers", &self.request_headers),
            ("Access-Control-Expose-Headers", &self.expose_headers),
        ] {
            if !items.is_empty() {
                lines.push((name, items.join(", ")));
            }
        }
        let age = self.max_age.map(|seconds| ("Access-Control-Max-Age", seconds.to_string()));
        lines.extend(age);
        lines
    }

    /// Its headers where it lets one origin in, or everybody.
    pub(crate) fn own_header_lines(&self) -> Vec<(&'static str, String)> {
        self.origins.first().map(|origin| self.header_lines(origin)).unwrap_or_default()
    }
}
